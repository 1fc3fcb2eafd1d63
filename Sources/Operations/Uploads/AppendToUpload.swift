internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Adds the bytes of one request to an upload that stands at `offset`, and makes the asset when they are the last (M20).
    ///
    /// What arrived is kept when the client breaks off, in parts; with a `checksum` all of it is, or nothing. A later request takes the
    /// upload over from an earlier one at once, which finds out with its next part. Throws ``UploadError`` and, with the last byte,
    /// whatever ``upload(_:_:by:)`` throws.
    ///
    /// - Parameter byteSize: of this request's bytes, where that is known.
    package func append(
        _ source: some UploadSource, byteSize: Int64?, at offset: Int64, checksum: UploadChecksum? = nil, to id: UploadID,
        by caller: Caller
    ) async throws -> Upload {
        try caller.require(.upload)
        do {
            var upload = try await find(id, by: caller)
            guard upload.method == .tus else { throw UploadError.notFound }
            guard upload.receivedBytes == offset else { throw UploadError.wrongOffset(upload.receivedBytes) }
            guard (byteSize ?? 0) <= upload.byteSize - offset else {
                throw UploadError.tooManyBytes(announced: upload.byteSize)
            }
            if upload.assetID == nil, offset < upload.byteSize {
                upload.fence = try await claim(upload, at: offset)
                let writer = PartWriter(library: self, upload: upload, caller.organization, checksum)
                try await blocking { try await writer.receive(source) }
                upload = try await find(id, by: caller)
            }
            return try await finishIfComplete(upload, by: caller)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The upload as it stands, its asset made if all of its bytes are there: a client that lost the last answer asks so.
    package func resumeUpload(_ id: UploadID, by caller: Caller) async throws -> Upload {
        try caller.require(.upload)
        do {
            let upload = try await find(id, by: caller)
            guard upload.method == .tus else { throw UploadError.notFound }
            return try await finishIfComplete(upload, by: caller)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func finishIfComplete(_ upload: Upload, by caller: Caller) async throws -> Upload {
        guard upload.isComplete, upload.assetID == nil else { return upload }
        var upload = upload
        upload.assetID = try await finish(upload, upload.details, by: caller).asset.id
        // The asset is made, whatever else fails now.
        if let now = try? await find(upload.id, by: caller) { upload.expiresAt = now.expiresAt }
        return upload
    }

    private func claim(_ upload: Upload, at offset: Int64) async throws -> Int64 {
        let fence = try await database.write { transaction in
            try await transaction.organizations.lock(upload.organizationID)
            let parts = try await transaction.uploads.partCount(of: upload.id, in: upload.organizationID)
            guard parts < UploadPart.maximumCount else { throw UploadError.tooManyParts }
            return try await transaction.uploads.claim(upload.id, at: offset, in: upload.organizationID)
        }
        guard let fence else { throw UploadError.locked }
        return fence
    }
}
