package import Library

extension MediaLibrary {
    /// Makes the asset of an upload whose bytes are there: one that was presigned and written (M19), or one by tus (M20).
    ///
    /// `amend` adds to what was said about the file when the upload began. Once the asset is there the answer is that asset, with
    /// ``UploadOutcome/isNew`` false. Throws ``UploadError``, and whatever ``upload(_:_:by:)`` throws.
    package func register(
        _ id: UploadID, _ amend: @Sendable (inout UploadDetails) -> Void, by caller: Caller
    ) async throws -> UploadOutcome {
        try caller.require(.upload)
        do {
            let upload = try await find(id, by: caller)
            if upload.method == .tus, upload.assetID == nil, !upload.isComplete {
                throw UploadError.incomplete(received: upload.receivedBytes, announced: upload.byteSize)
            }
            var details = upload.details
            amend(&details)
            return try await finish(upload, details, by: caller)
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
