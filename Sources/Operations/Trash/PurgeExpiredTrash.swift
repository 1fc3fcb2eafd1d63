internal import Database
package import Library
internal import LibraryStore

/// What a purge of old trash did.
package struct TrashReport: Sendable {
    package var purged = 0
    /// Assets whose bytes could not be removed; they stay in Trash with the reason.
    package var failed = 0
    /// Organizations, by slug, whose rules keep their trash.
    package var kept: [String] = []

    package init() {}

    /// Whether there was nothing to do.
    package var isEmpty: Bool { purged + failed == 0 }
}

extension MediaLibrary {
    /// Purges what has been in Trash for longer than the rules of its organization keep it (M46), one asset after the other; of all
    /// organizations also what was in Trash when its organization was deleted, after thirty days.
    ///
    /// - Parameters:
    ///   - slug: this organization only. Throws ``OrganizationError`` `notFound`.
    ///   - ageSeconds: an operator's own age instead of the rules'. Where nobody may purge, nothing is purged at any age.
    package func purgeExpiredTrash(
        of slug: String? = nil, olderThanSeconds ageSeconds: Int64? = nil, by door: Door = .job
    ) async throws -> TrashReport {
        var report = TrashReport()
        let organizations = if let slug { [try await organization(slug)] } else { try await allOrganizations() }
        for organization in organizations {
            if organization.policy.trashKeepingSeconds(ageSeconds) == nil {
                report.kept.append(organization.slug)
            } else {
                try await purgeExpired(in: organization, ageSeconds, door, &report)
            }
        }
        if slug == nil { try await purgeExpiredDetached(ageSeconds ?? Self.detachedTrashSeconds, &report) }
        return report
    }

    private static var detachedTrashSeconds: Int64 { 30 * 86_400 }

    /// Nobody restores a detached asset, so that what is found is what goes; a superadmin may have been faster.
    private func purgeExpiredDetached(_ ageSeconds: Int64, _ report: inout TrashReport) async throws {
        let cutoff = now.advanced(bySeconds: -ageSeconds)
        for id in try await database.read({ try await $0.detachedAssets.trashed(since: cutoff) }) {
            try Task.checkCancellation()
            do {
                try await removeDetached(id)
                report.purged += 1
            } catch AssetError.bytesNotRemoved {
                report.failed += 1
            } catch AssetError.notFound {
                continue
            }
        }
    }

    private func purgeExpired(
        in organization: Organization, _ ageSeconds: Int64?, _ door: Door, _ report: inout TrashReport
    ) async throws {
        let caller = Caller(user: nil, organization: organization, role: nil, door: door)
        while let age = organization.policy.trashKeepingSeconds(ageSeconds) {
            let cutoff = now.advanced(bySeconds: -age)
            let expired = try await database.read { try await $0.assets.trashed(since: cutoff, in: organization.id, limit: 100) }
            var begun = 0
            for id in expired {
                try Task.checkCancellation()
                do {
                    guard try await purge(id, ifOlderThan: ageSeconds, by: caller) else { continue }
                    report.purged += 1
                } catch AssetError.bytesNotRemoved {
                    report.failed += 1
                }
                begun += 1
            }
            // What was found and may stay after all is found again: the rules have changed.
            if begun == 0 { return }
        }
    }

    /// Purges the asset if it still lies in Trash for too long, by the rules as they are now: somebody may have restored it, or changed
    /// them, since it was found.
    private func purge(_ id: AssetID, ifOlderThan ageSeconds: Int64?, by caller: Caller) async throws -> Bool {
        let organization = caller.organization.id
        let now = now
        let expired: Asset? = try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            guard let rules = try await transaction.organizations.find(organization)?.policy,
                let age = rules.trashKeepingSeconds(ageSeconds),
                let asset = try await transaction.assets.findLocked(id, in: organization), asset.status == .trashed,
                let deletedAt = asset.deletedAt, deletedAt <= now.advanced(bySeconds: -age)
            else { return nil }
            try await transaction.beginPurge(of: asset, by: caller, at: now)
            return asset
        }
        guard let expired else { return false }
        try await removeBytes(of: expired, in: organization)
        return true
    }
}

extension Policy {
    /// How long Trash keeps what comes into it, where an operator may have asked for another time.
    fileprivate func trashKeepingSeconds(_ operatorSeconds: Int64?) -> Int64? {
        allowsPurging ? operatorSeconds ?? trashSeconds : nil
    }
}
