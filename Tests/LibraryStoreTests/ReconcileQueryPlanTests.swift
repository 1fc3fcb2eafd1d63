import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

/// What SQLite would do for what a backfill asks and a reconcile walks along (M50, M51): every page is read along an index.
@Suite("Query plans of SQLite for backfill and reconcile")
struct ReconcileQueryPlanTests {
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

    @Test("pages of items, of usages without an item and of files of unknown size are read along indexes, without sorting")
    func pages() async throws {
        let usage = Usage(
            id: .make(at: .noon), organizationID: .make(at: .noon), assetID: .make(at: .noon),
            target: UsageTarget(type: .page, externalID: "x"), slotType: "page_media", origin: .extracted, createdBy: nil,
            createdAt: .noon)
        let recorded = try await record { transaction, id in
            for target in [nil, usage.target] {
                _ = try await transaction.reconciliation.items(after: target, in: id, limit: 10)
            }
            for last in [nil, usage] {
                _ = try await transaction.reconciliation.usagesWithoutItem(after: last, in: id, limit: 10)
            }
            _ = try await transaction.reconciliation.unknownSizes(after: "a", in: id, limit: 10)
        }
        #expect(recorded.count == 5)
        for query in recorded { #expect(query.scans.isEmpty && !query.isSorting, "\(query.text): \(query.plan)") }
        #expect(recorded[2].uses("asset_usage_by_target") && recorded[3].uses("asset_usage_by_target"))
        #expect(recorded[4].uses("asset_of_unknown_size"))
    }

    @Test("who holds a key, and whether another does, is answered by indexes")
    func keys() async throws {
        let recorded = try await record { transaction, id in
            _ = try await transaction.adoptedKeys.assets(by: ["a", "b"], in: id)
            _ = try await transaction.adoptedKeys.keys(of: .make(at: .noon), in: id)
            _ = try await transaction.adoptedKeys.isShared("a", by: .make(at: .noon))
            _ = try await transaction.delivery.adopted("a")
        }
        #expect(recorded.count == 4)
        for query in recorded { #expect(query.scans.isEmpty, "\(query.text): \(query.plan)") }
    }
}
