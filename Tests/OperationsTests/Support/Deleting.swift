import Library
import Operations
import Testing

extension MediaLibrary {
    /// Into Trash and out of it.
    func deleteForGood(_ id: AssetID, by caller: Caller) async throws {
        try await deleteAsset(id, by: caller)
        try await purgeAsset(id, by: caller)
    }
}

/// `body` must end in `bytesNotRemoved`, whatever the cause.
func expectBytesNotRemoved(_ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void) async {
    await #expect(sourceLocation: location) {
        try await body()
    } throws: {
        ($0 as? AssetError)?.code == "bytes_not_removed"
    }
}
