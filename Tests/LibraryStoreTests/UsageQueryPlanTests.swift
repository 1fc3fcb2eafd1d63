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
}
