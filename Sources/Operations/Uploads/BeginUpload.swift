internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Announces an upload whose bytes come by later requests: what can be checked before they come is, and its whole length is
    /// reserved (M14, M19, M20).
    ///
    /// Throws as ``upload(_:_:by:)`` does, and ``UploadError`` `tooMany`.
    package func beginUpload(_ new: NewUpload, by caller: Caller) async throws -> Upload {
        try caller.require(.upload)
        let organization = caller.organization
        let upload = try checked(new, by: caller)
        do {
            if new.details.onDuplicate == .copy {
                try await checkPlace(try new.details.record(asFarAsIn: organization.policy), in: organization.id)
            }
            return try await database.write { transaction in
                guard try await transaction.organizations.lock(organization.id) else { throw AccessError.organizationUnknown }
                let others = try await transaction.uploads.unfinishedCount(of: nil, in: organization.id)
                guard others < UploadSettings.maximumPerOrganization else { throw UploadError.tooMany }
                let limit = organization.maxStorageBytes
                guard try await transaction.organizations.reserve(upload.byteSize, limit: limit, in: organization.id) else {
                    throw AssetError.quotaExceeded(limit: limit)
                }
                try await transaction.settle(caller, as: upload.id)
                var upload = upload
                upload.expiresAt = try await transaction.uploads.insert(upload, lifetime: uploadLifetime) ?? upload.expiresAt
                return upload
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The upload as it is to be kept; throws what refuses it as things stand.
    private func checked(_ new: NewUpload, by caller: Caller) throws -> Upload {
        let organization = caller.organization
        var details = new.details
        details.fileName = FileName.cleaned(details.fileName)
        details.declaredByteSize = new.byteSize
        // By tus nothing is said later.
        let record =
            new.method == .tus
            ? try details.record(in: organization.policy) : try details.record(asFarAsIn: organization.policy)
        details.tags = record.tags ?? []
        guard new.byteSize > 0 else { throw AssetError.emptyFile }
        try checkSize(new.byteSize, in: organization)
        let now = now
        return Upload(
            id: .make(at: now), organizationID: organization.id, method: new.method, details: details, byteSize: new.byteSize,
            mimeType: new.mimeType, clientMetadata: new.clientMetadata, checksum: new.checksum, place: stores.media.place,
            reservedBytes: new.byteSize, createdBy: caller.user?.id, createdAt: now,
            expiresAt: now.advanced(bySeconds: uploadLifetime))
    }
}
