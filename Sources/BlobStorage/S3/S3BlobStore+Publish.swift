internal import HTTPClient

extension S3BlobStore {
    package func publish(_ staged: any StagedBlob) async throws(BlobError) {
        guard let staged = staged as? S3StagedBlob, staged.store === self else { throw .notStaged }
        let (upload, hash) = try staged.finished()
        if let upload {
            try await complete(upload, staged)
        } else {
            try await put(staged, hash)
        }
        staged.leaveStaging()
    }

    private func put(_ staged: S3StagedBlob, _ hash: String) async throws(BlobError) {
        var request = S3Request(.put, staged.plan.key.description)
        request.headers = staged.storedHeaders + [("If-None-Match", "*")]
        request.body = .file(staged.file, offset: 0, length: staged.byteSize)
        request.payload = .hash(hash)
        do {
            _ = try await client.send(request)
        } catch {
            try await settle(error, staged)
        }
    }

    private func complete(_ upload: MultipartUpload, _ staged: S3StagedBlob) async throws(BlobError) {
        // Not every server heeds the condition on completing, so look first.
        if let object = try await head(staged.plan.key.description) {
            guard staged.is(object) else { throw .alreadyExists }
            return
        }
        do {
            try await upload.complete()
        } catch {
            try await settle(error, staged)
        }
    }

    /// Returns when the blob was published although the last answer was no success; else throws what became of it.
    ///
    /// Only what is there proves something: an attempt that was cut off may still act, so absence says nothing.
    private func settle(_ error: S3Error, _ staged: S3StagedBlob) async throws(BlobError) {
        let isConflict = error.status == 412 || error.status == 409
        // Every part was acknowledged before: one that is missing went with its upload. Ceph calls a missing upload a missing key.
        let isUploadGone = ["NoSuchUpload", "NoSuchKey", "InvalidPart"].contains(error.code)
        guard isConflict || isUploadGone || error.isOutcomeUnknown else { throw BlobError(error) }
        if let object = try await head(staged.plan.key.description) {
            guard staged.is(object) else { throw .alreadyExists }
            return
        }
        throw isUploadGone && !error.isOutcomeUnknown ? .notStaged : BlobError(error)
    }
}

extension S3StagedBlob {
    /// What the bucket keeps with the object.
    var storedHeaders: [(name: String, value: String)] {
        var headers = plan.storedHeaders
        headers.append(("Cache-Control", store.client.configuration.cacheControl))
        headers.append((S3Object.uploadTokenField, token))
        return headers
    }

    /// Whether `object` is this very blob.
    func `is`(_ object: S3Object) -> Bool { object.uploadToken == token && object.byteSize == byteSize }
}

extension BlobPlan {
    var storedHeaders: [(name: String, value: String)] {
        [("Content-Type", mimeType)] + (isAttachment ? [("Content-Disposition", "attachment")] : [])
    }
}
