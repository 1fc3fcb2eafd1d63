internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Gives up an upload: its quota is free at once, and its bytes are removed (tus, “termination”). The asset of a finished one stays.
    ///
    /// For who began it and for administrators. Throws ``UploadError`` `notFound`.
    package func cancelUpload(_ id: UploadID, by caller: Caller) async throws {
        try caller.require(.upload)
        do {
            let upload: Upload
            do {
                upload = try await find(id, by: caller, orAsAdministrator: true)
            } catch UploadError.expired {
                throw UploadError.notFound
            }
            let now = now
            try await end(upload) { transaction in
                guard upload.assetID == nil else { return }
                try await transaction.history.record(
                    AuditEntry(by: caller, "upload.cancel", id, named: upload.details.fileName, at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Ends uploads whose time is over; how many there were. Their quota is free even while the store of their bytes does not answer.
    package func endExpiredUploads() async throws -> Int {
        var ended = 0
        for organization in try await database.read({ try await $0.uploads.organizationsWithExpired() }) {
            for upload in try await database.read({ try await $0.uploads.expired(in: organization) })
            where try await end(upload, ifExpired: true) { ended += 1 }
        }
        return ended
    }

    /// Removes what finished uploads left whose server died, or whose store did not answer.
    func forgetPartsOfFinishedUploads(in organization: OrganizationID) async throws {
        for upload in try await database.read({ try await $0.uploads.finishedWithParts(in: organization) }) {
            await forgetParts(of: upload)
        }
    }

    /// Frees the upload's quota, removes its bytes, then forgets it; false where it is gone already.
    ///
    /// From the first of the three on no client sees it, and a sweep goes on where one fails.
    @discardableResult
    func end(
        _ upload: Upload, ifExpired: Bool = false, _ also: @Sendable (any Transaction) async throws -> Void = { _ in }
    ) async throws -> Bool {
        let (id, organization) = (upload.id, upload.organizationID)
        let keys = try await database.write { transaction -> [String]? in
            try await transaction.organizations.lock(organization)
            guard let now = try await transaction.uploads.find(id, in: organization), now.isExpired || !ifExpired else {
                return nil
            }
            let reserved = try await transaction.uploads.takeReservation(of: id, in: organization)
            try await transaction.organizations.release(reserved, in: organization)
            try await transaction.uploads.end(id, in: organization)
            if !now.isEnded { try await also(transaction) }
            return try await transaction.uploads.parts(of: id, in: organization).map(\.key)
        }
        guard let keys else { return false }
        let signedKey = upload.method == .presigned ? [StorageKey.presignedUpload(organization, id)] : []
        do {
            try await removeBlobs(keys + signedKey, of: upload)
        } catch {
            return true  // the next sweep tries again
        }
        try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            try await transaction.uploads.delete(id, in: organization)
        }
        return true
    }

    /// Removes the bytes of a finished upload, which have gone into its asset; what fails is tried again by the next sweep.
    func forgetParts(of upload: Upload) async {
        let (id, organization) = (upload.id, upload.organizationID)
        do {
            let parts = try await database.read { try await $0.uploads.parts(of: id, in: organization) }
            try await removeBlobs(parts.map(\.key), of: upload)
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                try await transaction.uploads.forgetParts(of: id, in: organization)
            }
        } catch {
            return
        }
    }

    /// Removes blobs that nobody publishes under their keys again.
    func removeBlobs(_ keys: [String], of upload: Upload) async throws {
        let store = try store(upload.place)
        for key in keys { try await store.delete(BlobKey(key)) }
    }
}
