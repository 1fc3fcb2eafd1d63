internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes an asset for good, bytes first (M45; ARCHITECTURE, "Delete").
    ///
    /// It leaves every list at once. When the bytes cannot be removed this throws `bytesNotRemoved`: the row waits, with the
    /// reason, and a job tries again. `entityTag` is the `If-Match` of the request, if it had one.
    package func deleteAsset(_ id: AssetID, ifMatch entityTag: String? = nil, by caller: Caller) async throws {
        try caller.require(.delete)
        let organization = caller.organization.id
        do {
            let asset = try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let asset = try await transaction.assets.visibleLocked(id, ifMatch: entityTag, in: organization)
                try await beginDeletion(of: asset, by: caller, transaction)
                return asset
            }
            deliveries.forgetAll(of: asset)
            try await removeBytes(of: asset, in: organization)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The rest of a deletion, as the job `finish-deletion`: does nothing when the asset is gone.
    package func finishDeletion(of id: AssetID, in organization: OrganizationID) async throws {
        guard let asset = try await database.read({ try await $0.assets.find(id, in: organization) }), asset.status == .deleting
        else { return try await database.write { try await $0.jobs.remove(of: id, in: organization) } }
        try await removeBytes(of: asset, in: organization)
    }

    private func removeBytes(of asset: Asset, in organization: OrganizationID) async throws {
        let renditions = try await database.read { try await $0.renditions.all(of: asset.id, in: organization) }
        let blobs =
            renditions.map { (place: $0.place, key: $0.key) }
            + [asset.storage.map { (place: $0.place, key: $0.key) }].compactMap(\.self)
        deliveries.forget(blobs.map(\.key))
        do {
            for blob in blobs { try await store(blob.place).delete(BlobKey(blob.key)) }
        } catch {
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                try await transaction.assets.setDeletionError("\(error)", of: asset.id, in: organization)
            }
            throw AssetError.bytesNotRemoved
        }
        try await database.write { try await forget(asset.id, in: organization, $0) }
    }

    /// Step 1 of a delete: out of every list, with the job that will finish it if this process does not.
    private func beginDeletion(of asset: Asset, by caller: Caller, _ transaction: any Transaction) async throws {
        let organization = caller.organization.id
        let now = now
        var deleting = asset
        deleting.status = .deleting
        try await transaction.counters.count(asset, -1, in: organization)
        try await transaction.counters.count(deleting, 1, in: organization)
        try await transaction.assets.setStatus(.deleting, of: asset.id, in: organization, at: now)
        try await transaction.jobs.remove(of: asset.id, in: organization)
        try await transaction.jobs.enqueue(.finishDeletion, asset.id, in: organization, at: now, delaySeconds: 30)
        try await transaction.history.record(AuditEntry(by: caller, "asset.delete", asset, at: now))
        try await transaction.history.announce(asset.id, isTombstone: true, in: organization, at: now)
    }

    /// Step 3 of a delete: the row, its counters and its quota, unless another attempt was faster.
    private func forget(_ id: AssetID, in organization: OrganizationID, _ transaction: any Transaction) async throws {
        try await transaction.organizations.lock(organization)
        guard let asset = try await transaction.assets.findLocked(id, in: organization), asset.status == .deleting else { return }
        try await transaction.organizations.changeUsed(by: -(asset.byteSize ?? 0), in: organization)
        try await transaction.counters.count(asset, -1, in: organization)
        try await transaction.assets.delete(id, in: organization)
        try await transaction.jobs.remove(of: id, in: organization)
    }
}
