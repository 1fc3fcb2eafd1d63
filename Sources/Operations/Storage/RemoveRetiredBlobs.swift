internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Removes the blobs of an asset's replaced versions, as the job `remove-retired-blobs`: each blob first, then its row.
    ///
    /// One that cannot be removed keeps its row, with the reason, and this throws when the others are done.
    package func removeRetiredBlobs(of id: AssetID, in organization: OrganizationID) async throws {
        let blobs = try await database.read { try await $0.retiredBlobs.all(of: id, in: organization) }
        let (_, failure) = try await remove(blobs)
        if let failure { throw failure }
        try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            guard try await transaction.retiredBlobs.all(of: id, in: organization).isEmpty else { return }
            try await transaction.jobs.remove(.removeRetiredBlobs, of: id, in: organization)
        }
    }

    /// What jobs did not remove in `graceSeconds`, of whatever organization; how many could be removed.
    func removeRetiredBlobs(graceSeconds: Int64) async throws -> Int {
        let cutoff = now.advanced(bySeconds: -graceSeconds)
        var (last, removed) = ("", 0)
        while true {
            let page = try await database.read { [last] in
                try await $0.retiredBlobs.due(since: cutoff, after: last, limit: Self.retiredPage)
            }
            removed += try await remove(page).removed
            guard let end = page.last?.key, page.count == Self.retiredPage else { return removed }
            last = end
        }
    }

    private static var retiredPage: Int { 500 }

    private func remove(_ blobs: [RetiredBlob]) async throws -> (removed: Int, failure: BlobError?) {
        var (removed, failure) = (0, BlobError?.none)
        for blob in blobs {
            let problem = await removalProblem(of: blob)
            try await database.write { transaction in
                try await transaction.organizations.lock(blob.organizationID)
                if let problem {
                    try await transaction.retiredBlobs.setFailure("\(problem)", of: blob.key, in: blob.organizationID)
                } else {
                    try await transaction.retiredBlobs.remove(blob.key, in: blob.organizationID)
                }
            }
            if problem == nil { removed += 1 }
            failure = failure ?? problem
        }
        return (removed, failure)
    }

    private func removalProblem(of blob: RetiredBlob) async -> BlobError? {
        do throws(BlobError) {
            try await store(blob.place).delete(BlobKey(blob.key))
            return nil
        } catch {
            return error
        }
    }
}
