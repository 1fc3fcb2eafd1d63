internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes an asset whose organization was deleted, bytes first (M5, M45); one whose bytes could not be removed is tried again.
    ///
    /// Throws ``AssetError`` `notFound`, and `bytesNotRemoved`: then the row stays, with the reason.
    package func deleteDetachedAsset(_ id: AssetID, by caller: ServerCaller) async throws {
        try caller.requireSuperadmin()
        do { try await removeDetached(id) } catch { throw ServiceError.explaining(error) }
    }

    /// Removes a detached asset for good, bytes first.
    func removeDetached(_ id: AssetID) async throws {
        let now = now
        guard let former = try await database.read({ try await $0.detachedAssets.find(id) })?.organization.id else {
            throw AssetError.notFound
        }
        let detached = try await database.write { transaction in
            try await transaction.detachedAssets.lock(former)
            guard let detached = try await transaction.detachedAssets.find(id) else { throw AssetError.notFound }
            if detached.asset.status != .deleting { try await transaction.detachedAssets.beginDeletion(of: id, at: now) }
            return detached
        }
        try await removeBytes(of: detached)
    }

    /// The rest of deletions that began at or before `moment`, whether their organization was there yet or not; how many it finished.
    func finishDetachedDeletions(since moment: Timestamp) async throws -> Int {
        var finished = 0
        for id in try await database.read({ try await $0.detachedAssets.deleting(since: moment) }) {
            guard let detached = try await database.read({ try await $0.detachedAssets.find(id) }) else { continue }
            do {
                try await removeBytes(of: detached)
                finished += 1
            } catch AssetError.bytesNotRemoved {
                continue  // the row has the reason; the rest must not wait for it
            }
        }
        return finished
    }

    private func removeBytes(of detached: DetachedAsset) async throws {
        let (asset, former) = (detached.asset, detached.organization.id)
        let blobs = try await database.read { transaction in
            asset.blobs(
                with: try await transaction.detachedAssets.renditions(of: asset.id),
                try await transaction.retiredBlobs.all(of: asset.id, in: former))
        }
        deliveries.forgetAll(of: asset)
        do {
            try await remove(blobs, of: asset.id)
        } catch {
            try await database.write { transaction in
                try await transaction.detachedAssets.lock(former)
                try await transaction.detachedAssets.setDeletionError(publicReason(error), of: asset.id)
            }
            throw AssetError.bytesNotRemoved(cause: "\(error)")
        }
        try await database.write { transaction in
            try await transaction.detachedAssets.lock(former)
            try await transaction.detachedAssets.delete(asset.id)
            try await transaction.retiredBlobs.removeAll(of: asset.id, in: former)
        }
    }
}
