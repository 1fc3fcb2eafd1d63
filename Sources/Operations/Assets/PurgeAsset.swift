internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Removes an asset in Trash for good, bytes first (M45; ARCHITECTURE, "Delete"). For one whose bytes could not be removed
    /// before, this is another try.
    ///
    /// When the bytes cannot be removed this throws `bytesNotRemoved`: the row stays in Trash, with the reason, and a job tries
    /// again. Throws `notInTrash` for what is in the library. `entityTag` is the `If-Match` of the request, if it had one.
    package func purgeAsset(_ id: AssetID, ifMatch entityTag: String? = nil, by caller: Caller) async throws {
        try caller.require(.purge)
        let organization = caller.organization.id
        let now = now
        do {
            let asset = try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let asset = try await transaction.assets.existingLocked(id, ifMatch: entityTag, in: organization)
                guard !asset.status.isInLibrary else { throw AssetError.notInTrash }
                try await transaction.beginPurge(of: asset, by: caller, at: now)
                return asset
            }
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

    /// Steps 2 and 3 of a deletion: the bytes, then the row.
    func removeBytes(of asset: Asset, in organization: OrganizationID) async throws {
        let blobs = try await database.read { transaction in
            asset.blobs(
                with: try await transaction.renditions.all(of: asset.id, in: organization),
                try await transaction.retiredBlobs.all(of: asset.id, in: organization))
        }
        deliveries.forgetAll(of: asset)
        do {
            try await remove(blobs, of: asset.id)
        } catch {
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                try await transaction.assets.setDeletionError(publicReason(error), of: asset.id, in: organization)
            }
            throw AssetError.bytesNotRemoved(cause: "\(error)")
        }
        try await database.write { try await forget(asset.id, in: organization, $0) }
    }

    /// What people read in Trash: which bucket or address it was is the log's business.
    func publicReason(_ error: any Error) -> String {
        switch error {
        case BlobError.io(let errno): "The server could not remove the file: \(errno)."
        case is BlobError: "The server's file storage did not answer."
        default: "Something went wrong on the server."
        }
    }

    /// Step 3 of a deletion: the row, its counters and its quota, unless another attempt was faster.
    private func forget(_ id: AssetID, in organization: OrganizationID, _ transaction: any Transaction) async throws {
        try await transaction.organizations.lock(organization)
        guard let asset = try await transaction.assets.findLocked(id, in: organization), asset.status == .deleting else { return }
        try await transaction.organizations.changeUsed(by: -(asset.byteSize ?? 0), in: organization)
        try await transaction.counters.count(asset, -1, in: organization)
        try await transaction.tags.change(of: id, from: asset.tags, to: [], in: organization, at: now)
        try await transaction.assets.delete(id, in: organization)
        try await transaction.retiredBlobs.removeAll(of: id, in: organization)
        try await transaction.jobs.remove(of: id, in: organization)
    }
}

extension Transaction {
    /// Step 1 of a deletion: out of everything but Trash, with the job that will finish it if this process does not. Where that was
    /// done before, the job begins anew.
    func beginPurge(of asset: Asset, by caller: Caller, at now: Timestamp, jobDelaySeconds: Int64 = 30) async throws {
        let organization = caller.organization.id
        if asset.status != .deleting {
            _ = try await move(asset, to: .deleting, as: "asset.purge", by: caller, at: now)
            try await jobs.remove(of: asset.id, in: organization)
        }
        try await jobs.enqueue(.finishDeletion, asset.id, in: organization, at: now, delaySeconds: jobDelaySeconds)
    }
}
