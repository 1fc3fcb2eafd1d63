import Database
import Library
import LibraryStore
import Testing

/// What the database would do for each query (M11): every list is read along an index, nothing is sorted or scanned.
@Suite("Query plans")
struct QueryPlanTests {
    private static let sorts = AssetSort.Field.allCases.flatMap {
        [AssetSort(field: $0, descending: false), AssetSort(field: $0)]
    }

    /// What `body` runs, on a library of two hundred assets whose statistics the planner knows.
    private func record(_ body: @Sendable (RecordingTransaction, OrganizationID) async throws -> Void) async throws
        -> [RecordingTransaction.Recorded]
    {
        let store = try await TemporaryStore()
        let id = store.organization.id
        try await store.insert(
            (0..<200).map { .sample(in: store.organization, "photo \($0).jpg", at: Timestamp(microseconds: $0)) })
        return try await store.database.write { transaction in
            let recorder = RecordingTransaction(transaction)
            try await body(recorder, id)
            return recorder.recorded
        }
    }

    private func cursor(_ sort: AssetSort) -> ListCursor {
        ListCursor(sort: sort, value: sort.field == .title ? .text("m") : .integer(5), id: .make(at: .noon))
    }

    @Test("a page, first or later, is read along its sort's index", arguments: sorts)
    func pages(_ sort: AssetSort) async throws {
        let recorded = try await record { transaction, id in
            _ = try await transaction.assets.list(AssetQuery(sort: sort), in: id)
            _ = try await transaction.assets.list(AssetQuery(sort: sort, position: .after(cursor(sort))), in: id)
        }
        let index: [AssetSort.Field: String] = [
            .createdAt: "asset_by_created", .updatedAt: "asset_by_updated", .title: "asset_by_title", .byteSize: "asset_by_size",
        ]
        #expect(recorded.count == 2)
        for query in recorded {
            #expect(query.plan.count == 1)
            #expect(
                query.plan[0].hasPrefix("SEARCH asset USING INDEX \(index[sort.field]!) (organization_id=? AND status=?"),
                "\(query.plan)")
        }
        #expect(
            recorded[1].plan[0].contains(sort.descending ? "<" : ">"), "a cursor starts inside the index: \(recorded[1].plan)")
    }

    @Test("a search and its count begin in the trigram index or in the organization's own rows", arguments: ["photo", "ph"])
    func searches(_ text: String) async throws {
        let recorded = try await record { transaction, id in
            for sort in Self.sorts {
                _ = try await transaction.assets.list(AssetQuery(search: text, kinds: [.image, .video], sort: sort), in: id)
            }
            _ = try await transaction.assets.boundedCount(AssetQuery(search: text), in: id)
        }
        for query in recorded {
            #expect(
                !query.plan.contains { $0.hasPrefix("SCAN asset") && !$0.hasPrefix("SCAN asset_search VIRTUAL TABLE INDEX") },
                "\(query.plan)")
            #expect(
                query.plan.contains {
                    $0.hasPrefix("SEARCH asset USING ") || $0.hasPrefix("SCAN asset_search VIRTUAL TABLE INDEX")
                }, "\(query.plan)")
        }
    }

    @Test("kinds are filtered within an index")
    func kinds() async throws {
        let recorded = try await record { transaction, id in
            for sort in Self.sorts { _ = try await transaction.assets.list(AssetQuery(kinds: [.image], sort: sort), in: id) }
        }
        for query in recorded {
            #expect(query.plan.allSatisfy { $0.hasPrefix("SEARCH asset USING INDEX asset_by_") }, "\(query.plan)")
        }
    }

    @Test("no query of a request reads a whole table")
    func lookups() async throws {
        let recorded = try await record { transaction, id in
            let asset = AssetID.make(at: .noon)
            let intent = IntentID.make(at: .noon)
            _ = try await transaction.assets.find(asset, in: id)
            _ = try await transaction.assets.deleting(since: .noon, in: id)
            _ = try await transaction.assets.withBlobs(after: "", in: id, limit: 5)
            _ = try await transaction.renditions.all(of: asset, in: id)
            _ = try await transaction.renditions.page(after: "", in: id, limit: 5)
            _ = try await transaction.delivery.find(key: "k")
            _ = try await transaction.counters.all(in: id)
            _ = try await transaction.intents.all(in: id)
            _ = try await transaction.intents.isKeyNeeded("k")
            _ = try await transaction.intents.renew(intent, in: id)
            _ = try await transaction.intents.take(intent, in: id)
            _ = try await transaction.intents.takeAbandoned(in: id, graceSeconds: 0)
            try await transaction.intents.takeOver("k", by: .make(at: .noon), in: id)
            _ = try await transaction.jobs.claim(leaseSeconds: 1)
            try await transaction.jobs.remove(of: asset, in: id)
            _ = try await transaction.organizations.reserve(1, limit: 2, in: id)
            _ = try await transaction.organizations.find(slug: "atelier")
            _ = try await transaction.users.find(email: "a@b")
            _ = try await transaction.users.memberships(of: .make(at: .noon))
            _ = try await transaction.credentials.session(tokenHash: [1], at: .noon)
            try await transaction.credentials.deleteExpiredSessions(at: .noon)
            _ = try await transaction.credentials.tokenHolder(hash: [1], at: .noon)
        }
        for query in recorded {
            #expect(!query.plan.contains { $0.hasPrefix("SCAN ") && $0 != "SCAN CONSTANT ROW" }, "\(query.text): \(query.plan)")
        }
    }
}
