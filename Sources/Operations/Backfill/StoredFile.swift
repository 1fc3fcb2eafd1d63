internal import BlobStorage
internal import FileTypes
internal import Library

/// What the store says of bytes that were there before their asset.
struct StoredFile: Sendable {
    let byteSize: Int64
    /// By their beginning (M8).
    let mimeType: String
}

extension MediaLibrary {
    /// Asks the present store for the bytes under `key`, or the one that `place` names; nil where it has none. Reads their beginning alone.
    func storedFile(_ key: String, at place: StoragePlace? = nil) async throws -> StoredFile? {
        let store = if let place { try self.store(place) } else { stores.media }
        let blob: OpenBlob
        do {
            blob = try await store.open(BlobKey(key))
        } catch {
            if error == .notFound { return nil }
            throw error
        }
        if blob.byteSize == 0 { return nil }
        let head = try await blocking { try await blob.head() }
        return StoredFile(
            byteSize: blob.byteSize, mimeType: head.withUnsafeBytes { fileTypes.mimeType(ofHead: $0, byteSize: blob.byteSize) })
    }

    /// The same of many keys, some at a time.
    func storedFiles(_ keys: [String]) async throws -> [String: StoredFile] {
        var found: [String: StoredFile] = [:]
        for start in stride(from: 0, to: keys.count, by: Self.storeQuestions) {
            try await withThrowingTaskGroup(of: (String, StoredFile?).self) { group in
                for key in keys[start..<min(start + Self.storeQuestions, keys.count)] {
                    group.addTask { (key, try await storedFile(key)) }
                }
                for try await (key, file) in group { found[key] = file }
            }
        }
        return found
    }

    private static var storeQuestions: Int { 8 }
}

extension OpenBlob {
    /// As much as tells a file's type.
    fileprivate func head() async throws -> [UInt8] {
        var head = [UInt8](repeating: 0, count: Int(min(byteSize, 65_536)))
        let stream = try await stream(0..<Int64(head.count))
        var filled = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: head.count, alignment: 16)
        defer { buffer.deallocate() }
        while filled < head.count {
            let count = try await stream.read(into: buffer)
            if count == 0 { break }
            head.replaceSubrange(filled..<filled + count, with: buffer[..<count])
            filled += count
        }
        return Array(head[..<filled])
    }
}
