internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Compares all content with what is noted of it, both ways, and the assets with their usages and files; repairs what it finds where
    /// `isRepair` says so, item by item under the organization's lock (M51). Declared usages are nobody's to doubt.
    ///
    /// `progress` is told how many content items were read. Throws ``OrganizationError`` `notFound`.
    package func reconcile(
        organization slug: String? = nil, repairing isRepair: Bool, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> ReconcileReport {
        let organizations: [Organization]
        if let slug { organizations = [try await organization(slug)] } else { organizations = try await allOrganizations() }
        var report = ReconcileReport()
        do {
            for organization in organizations {
                let caller = Caller(user: nil, organization: organization, role: nil, door: .commandLine)
                var reconciliation = Reconciliation(library: self, caller: caller, isRepair: isRepair, report: report)
                // The counts first: taking a usage away counts it out.
                try await reconciliation.compareCounts()
                try await reconciliation.compareFiles()
                try await reconciliation.compareItems(progress)
                try await reconciliation.compareTargets()
                report = reconciliation.report
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        if isRepair { jobSignal.notify() }
        return report
    }
}

/// The comparison of one organization.
struct Reconciliation {
    let library: MediaLibrary
    let caller: Caller
    let isRepair: Bool
    var report: ReconcileReport

    static let page = 200

    var organization: OrganizationID { caller.organization.id }
    var slug: String { caller.organization.slug }

    /// A transaction that holds the organization's lock.
    func locked<Success: Sendable>(_ body: @Sendable (any Transaction) async throws -> Success) async throws -> Success {
        let organization = organization
        return try await library.database.write { transaction in
            guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
            return try await body(transaction)
        }
    }

    mutating func compareCounts() async throws {
        let organization = organization
        let miscounted = try await library.database.read { try await $0.usages.miscounted(in: organization) }
        for (id, counted, actual) in miscounted {
            report.drifts.append(Drift(.usageCount, in: slug, of: id, "counts \(counted) and has \(actual)"))
        }
        guard isRepair else { return }
        for start in stride(from: 0, to: miscounted.count, by: Self.page) {
            let ids = miscounted[start..<min(start + Self.page, miscounted.count)].map(\.id)
            let now = library.now
            try await locked { transaction in
                for id in ids where try await transaction.assets.findLocked(id, in: organization) != nil {
                    try await transaction.reconciliation.recount(id, in: organization)
                    try await transaction.history.announceChange(of: id, in: organization, at: now)
                }
            }
            report.repaired += ids.count
        }
    }

    /// Usages that were found in items which are gone.
    mutating func compareTargets() async throws {
        let organization = organization
        var last: Usage?
        while true {
            let page = try await library.database.read { [last] in
                try await $0.reconciliation.usagesWithoutItem(after: last, in: organization, limit: Self.page)
            }
            for usage in page {
                report.drifts.append(
                    Drift(.usageWithoutItem, in: slug, at: usage.target.place(usage.slot), of: usage.assetID))
            }
            if isRepair, !page.isEmpty { try await removeWithoutItem(page) }
            guard page.count == Self.page else { return }
            last = page.last
        }
    }

    private mutating func removeWithoutItem(_ usages: [Usage]) async throws {
        let (organization, now) = (organization, library.now)
        try await locked { transaction in
            for id in Set(usages.map(\.assetID)).sorted(by: { $0.rawValue < $1.rawValue }) {
                _ = try await transaction.assets.findLocked(id, in: organization)
            }
            for usage in usages {
                // Somebody may have made the item anew meanwhile.
                let target = usage.target
                guard try await transaction.content.find(target.type, target.externalID, in: organization) == nil else {
                    continue
                }
                try await transaction.usages.delete(usage)
                try await transaction.history.announceChange(of: usage.assetID, in: organization, at: now)
            }
        }
        report.repaired += usages.count
    }
}

extension UsageTarget {
    /// For people: `lesson 42 videos[0]`.
    func place(_ slot: ContentSlot) -> String {
        let position = slot.position.map { slot.key?.hasSuffix("[\($0)]") == true ? "" : " (\($0))" } ?? ""
        return "\(type.name) \(externalID) \(slot.key ?? slot.type)\(position)"
    }
}
