import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

/// What SQLite would do for the places that use an asset, and for those in content that lead nowhere (M36, M37).
@Suite("Query plans of SQLite for usages")
struct UsageQueryPlanTests {
    private func record(
        _ body: @Sendable (RecordingTransaction, OrganizationID) async throws -> Void
    ) async throws -> [RecordingTransaction.Recorded] {
        let store = try await TemporaryStore(.sqlite)
        let id = store.organization.id
        return try await store.database.write { transaction in
            let recorder = RecordingTransaction(transaction)
            try await body(recorder, id)
            return recorder.recorded
        }
    }

    @Test("a page of the places that use an asset is one query along their index, with what is known of each by another")
    func places() async throws {
        let recorded = try await record { transaction, id in
            for position in [nil, UsagePosition(createdAt: .noon, id: .make(at: .noon))] {
                _ = try await transaction.usages.places(of: .make(at: .noon), after: position, limit: 10, in: id)
            }
        }
        #expect(recorded.count == 2)
        for query in recorded {
            #expect(query.uses("asset_usage_by_asset") && query.uses("content_item"), "\(query.plan)")
            #expect(!query.plan.contains { $0.contains("SCAN asset_usage") || $0.contains("SCAN item") }, "\(query.plan)")
        }
    }

    @Test("broken references are read along the index of those alone, without sorting")
    func broken() async throws {
        let recorded = try await record { transaction, id in
            for position in [nil, BrokenReferencePosition(item: .make(at: .noon), ordinal: 3)] {
                _ = try await transaction.references.broken(after: position, limit: 10, in: id)
            }
            _ = try await transaction.references.brokenCount(in: id)
        }
        #expect(recorded.count == 3)
        for query in recorded { #expect(query.uses("content_reference_broken") && !query.isSorting, "\(query.plan)") }
    }

    @Test("what a save looks up and writes is found by ids, never by going through all the organization has")
    func save() async throws {
        let slot = ContentSlot(type: "page_media", key: "a", position: nil)
        let recorded = try await record { transaction, id in
            let ids = (0..<600).map { _ in AssetID.make(at: .noon) }
            let asset = ids[0]
            let reference = ContentReference(lookups: [.asset(asset)], written: "x", slot: slot, isCertain: true)
            let usage = Usage(
                id: .make(at: .noon), organizationID: id, assetID: asset, target: UsageTarget(type: .page, externalID: "1"),
                slotType: slot.type, origin: .extracted, createdBy: nil, createdAt: .noon)
            _ = try await transaction.references.targets(of: Set(ids.map(ReferenceLookup.asset)), in: id)
            try await transaction.references.replaceAll(of: .make(at: .noon), by: [], leadingTo: [:], in: id)
            _ = try await transaction.references.all(of: .make(at: .noon), in: id)
            try await transaction.references.lead(1, of: .make(at: .noon), to: nil, in: id)
            _ = try await transaction.references.items(naming: reference.lookups, in: id)
            _ = try await transaction.references.itemsWithChoice(leadingTo: asset, in: id)
            try await transaction.references.forget(asset, in: id)
            try await transaction.usages.delete([usage, usage])
            _ = try await transaction.usages.deleteExtracted(of: asset, in: id)
            _ = try await transaction.usages.all(in: usage.target, of: id)
            _ = try await transaction.assets.find(Set(ids), in: id)
            try await transaction.history.announceChange(of: ids, in: id, at: .noon)
        }
        #expect(recorded.count >= 12)
        for query in recorded {
            #expect(!query.plan.contains { $0.hasSuffix("(organization_id=?)") }, "\(query.text): \(query.plan)")
        }
    }
}
