internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Begins to purge everything in the caller's Trash; how many assets that was.
    ///
    /// The bytes of the first hundred are removed before this returns, those of the rest by jobs. One whose bytes cannot be removed stays
    /// in Trash with the reason, and keeps no other from going.
    @discardableResult
    package func emptyTrash(by caller: Caller) async throws -> Int {
        try caller.require(.purge)
        do {
            let begun = now
            let first = try await purgeBatch(since: begun, jobDelaySeconds: 30, by: caller)
            var count = first.count
            while count > 0, case let batch = try await purgeBatch(since: begun, jobDelaySeconds: 0, by: caller), !batch.isEmpty {
                count += batch.count
            }
            jobSignal.notify()
            for asset in first {
                do { try await removeBytes(of: asset, in: caller.organization.id) } catch AssetError.bytesNotRemoved { continue }
            }
            return count
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Begins to purge up to a hundred assets that were in Trash at `moment`.
    private func purgeBatch(since moment: Timestamp, jobDelaySeconds: Int64, by caller: Caller) async throws -> [Asset] {
        let organization = caller.organization.id
        let now = now
        return try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            let ids = try await transaction.assets.trashed(since: moment, in: organization, limit: 100)
            var purged: [Asset] = []
            for id in ids.sorted(by: { $0.rawValue < $1.rawValue }) {  // as rows are locked everywhere
                guard let asset = try await transaction.assets.findLocked(id, in: organization) else { continue }
                try await transaction.beginPurge(of: asset, by: caller, at: now, jobDelaySeconds: jobDelaySeconds)
                purged.append(asset)
            }
            return purged
        }
    }
}
