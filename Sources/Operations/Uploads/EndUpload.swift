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

    /// Forgets the parts finished uploads left whose server died; how many uploads there were.
    func forgetPartsOfFinishedUploads(in organization: OrganizationID) async throws {
        for upload in try await database.read({ try await $0.uploads.finishedWithParts(in: organization) }) {
            await forgetParts(of: upload)
        }
    }

    /// Frees the upload's quota and forgets it in one transaction, then removes its bytes; what cannot be removed now is swept later.
    @discardableResult
    func end(
        _ upload: Upload, ifExpired: Bool = false, _ also: @Sendable (any Transaction) async throws -> Void = { _ in }
    ) async throws -> Bool {
        let (id, organization) = (upload.id, upload.organizationID)
        let keys = try await database.write { transaction -> [String]? in
            try await transaction.organizations.lock(organization)
            if ifExpired, try await transaction.uploads.find(id, in: organization)?.isExpired != true { return nil }
            let keys = try await transaction.uploads.parts(of: id, in: organization).map(\.key)
            guard let reserved = try await transaction.uploads.delete(id, in: organization) else { return nil }
            try await transaction.organizations.release(reserved, in: organization)
            try await also(transaction)
            return keys
        }
        guard let keys else { return false }
        await removeBlobs(keys + signedKey(of: upload), of: upload)
        return true
    }

    /// The bytes of a finished upload have gone into its asset.
    func forgetParts(of upload: Upload) async {
        let (id, organization) = (upload.id, upload.organizationID)
        let keys = try? await database.write { transaction in
            try await transaction.organizations.lock(organization)
            return try await transaction.uploads.forgetParts(of: id, in: organization)
        }
        await removeBlobs((keys ?? []) + signedKey(of: upload), of: upload)
    }

    /// Removes blobs no row needs any more and nobody publishes under again; a failure leaves them to the sweep.
    func removeBlobs(_ keys: [String], of upload: Upload) async {
        guard let store = try? store(upload.place) else { return }
        for key in keys.compactMap({ try? BlobKey($0) }) { try? await store.delete(key) }
    }

    private func signedKey(of upload: Upload) -> [String] {
        upload.method == .presigned ? [StorageKey.presignedUpload(upload.organizationID, upload.id)] : []
    }
}
