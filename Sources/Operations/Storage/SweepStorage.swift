internal import BlobStorage
internal import Database
internal import Library
internal import LibraryStore

/// What a sweep removed.
package struct SweepReport: Sendable {
    /// Uploads in several requests whose time was over.
    package var uploads = 0
    package var intents = 0
    package var stagedFiles = 0
    package var blobs = 0
    package var deletionsFinished = 0
    /// Blobs of replaced versions that were removed.
    package var retiredBlobs = 0
    /// Public addresses in a bucket that still have an old version, for a job to copy the current one to.
    package var oldPublicCopies = 0

    /// Whether there was nothing to do.
    package var isEmpty: Bool {
        uploads + intents + stagedFiles + blobs + deletionsFinished + retiredBlobs + oldPublicCopies == 0
    }
}

extension MediaLibrary {
    /// Removes what failed uploads and crashes left: abandoned intents first, then their bytes, then blobs nobody needs that are older
    /// than `graceSeconds` (ARCHITECTURE, "Sweep"). Safe beside a running server; a grace shorter than an upload's lease ends uploads
    /// that made no progress within it.
    package func sweep(graceSeconds: Int64) async throws -> SweepReport {
        var report = SweepReport()
        report.uploads = try await endExpiredUploads()
        var live = LiveStaging()
        let organizations = try await allOrganizations()
        for organization in organizations {
            report.intents += try await releaseAbandonedIntents(of: organization.id, graceSeconds)
            let intents = try await database.read { try await $0.intents.all(in: organization.id) }
            live.names.formUnion(intents.map(\.id.description))
            live.keys.formUnion(intents.compactMap { try? BlobKey($0.key) })
            report.deletionsFinished += try await finishDeletions(of: organization.id, graceSeconds)
            try await forgetPartsOfFinishedUploads(in: organization.id)
            report.oldPublicCopies += try await reviveCopying(in: organization.id)
        }
        report.retiredBlobs = try await removeRetiredBlobs(graceSeconds: graceSeconds)
        report.deletionsFinished += try await finishDetachedDeletions(since: now.advanced(bySeconds: -graceSeconds))
        let former = try await database.read { try await $0.organizations.former() }
        let owners = Set(organizations.map(\.id)).union(former)
        for store in stores.all {
            do {
                report.stagedFiles += try await store.removeAbandonedStaging(olderThan: graceSeconds, keeping: live)
                report.blobs += try await removeUnneededBlobs(of: owners, in: store, graceSeconds)
            } catch BlobError.bucketMissing where store.bucket != stores.media.bucket {
                continue  // nobody has a logo yet
            }
        }
        return report
    }

    /// Gives back the quota that uploads held which ended without a word; their bytes wait for ``sweep(graceSeconds:)``.
    package func releaseAbandonedUploads() async throws -> Int {
        var released = try await endExpiredUploads()
        for organization in try await allOrganizations() where organization.reservedBytes > 0 {
            released += try await releaseAbandonedIntents(of: organization.id, .max)
        }
        return released
    }

    private func releaseAbandonedIntents(of id: OrganizationID, _ graceSeconds: Int64) async throws -> Int {
        try await database.write { transaction in
            try await transaction.organizations.lock(id)
            let abandoned = try await transaction.intents.takeAbandoned(in: id, graceSeconds: graceSeconds)
            try await transaction.release(abandoned, in: id)
            return abandoned.count
        }
    }

    private func finishDeletions(of id: OrganizationID, _ graceSeconds: Int64) async throws -> Int {
        let cutoff = now.advanced(bySeconds: -graceSeconds)
        let stuck = try await database.read { try await $0.assets.deleting(since: cutoff, in: id) }
        var finished = 0
        for asset in stuck {
            do {
                try await finishDeletion(of: asset, in: id)
                finished += 1
            } catch AssetError.bytesNotRemoved {
                continue  // the row has the reason; the rest must not wait for it
            }
        }
        return finished
    }

    /// Queues the copying to public addresses that waits although no job does.
    private func reviveCopying(in id: OrganizationID) async throws -> Int {
        let now = now
        let behind = try await database.write { transaction in
            try await transaction.organizations.lock(id)
            let behind = try await transaction.assets.withOldPublicCopy(in: id)
            for asset in behind { try await transaction.jobs.revive(.refreshPublicCopy, asset, in: id, at: now) }
            return behind.count
        }
        if behind > 0 { jobSignal.notify() }
        return behind
    }

    /// A local listing reads its whole folder for every page, so pages are large; an entry is some hundred bytes.
    static var listingPage: Int { 10_000 }

    /// Looks at what lies under the prefixes of organizations there are and were: a bucket may hold more than this library's.
    private func removeUnneededBlobs(
        of organizations: Set<OrganizationID>, in store: any BlobStore, _ graceSeconds: Int64
    ) async throws -> Int {
        let cutoff = now.seconds - graceSeconds
        var last: BlobKey?
        var removed = 0
        while true {
            let page = try await store.list(prefix: StorageKey.organizationsPrefix, after: last, limit: Self.listingPage)
            for blob in page where blob.modifiedAt <= cutoff {
                guard let owner = StorageKey.organization(of: blob.key.description), organizations.contains(owner) else {
                    continue
                }
                if try await removeIfUnneeded(blob.key, of: owner, { try await store.quarantine(blob.key) }) { removed += 1 }
            }
            guard let end = page.last?.key, page.count == Self.listingPage else { break }
            last = end
        }
        try await store.purgeQuarantine(olderThan: graceSeconds)
        return removed
    }
}
