import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

/// What SQLite would do for each query (M11): every list is read along an index, nothing is sorted or scanned.
@Suite("Query plans of SQLite")
struct QueryPlanTests {
    static let sorts = AssetSort.Field.allCases.flatMap {
        [AssetSort(field: $0, descending: false), AssetSort(field: $0)]
    }

    /// What `body` runs, on a library of two hundred assets whose statistics the planner knows.
    private func record(_ body: @Sendable (RecordingTransaction, OrganizationID) async throws -> Void) async throws
        -> [RecordingTransaction.Recorded]
    {
        let store = try await TemporaryStore(.sqlite)
        let id = store.organization.id
        try await store.insert(
            (0..<200).map { .sample(in: store.organization, "photo \($0).jpg", at: Timestamp(microseconds: $0)) })
        return try await store.database.write { transaction in
            let recorder = RecordingTransaction(transaction)
            try await body(recorder, id)
            return recorder.recorded
        }
    }

    static func cursor(_ sort: AssetSort) -> ListCursor {
        ListCursor(sort: sort, value: sort.field == .title ? .text("m") : .integer(5), id: .make(at: .noon))
    }

    @Test("a page, first or later, is read along its sort's index", arguments: sorts)
    func pages(_ sort: AssetSort) async throws {
        let recorded = try await record { transaction, id in
            _ = try await transaction.assets.list(AssetQuery(sort: sort), in: id)
            _ = try await transaction.assets.list(AssetQuery(sort: sort, position: .after(Self.cursor(sort))), in: id)
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

    @Test(
        "the lists of archive, Trash and everything are walks along the sort's index, merged", arguments: sorts,
        AssetShelf.allCases)
    func shelves(_ sort: AssetSort, _ shelf: AssetShelf) async throws {
        let recorded = try await record { transaction, id in
            for position in [ListPosition.page(1), .after(Self.cursor(sort))] {
                _ = try await transaction.assets.list(
                    AssetQuery(kinds: [.image], shelf: shelf, sort: sort, position: position), in: id)
                _ = try await transaction.assets.list(AssetQuery(shelf: shelf, sort: sort, position: position), in: id)
            }
        }
        for query in recorded {
            let searches = query.plan.filter { $0.hasPrefix("SEARCH asset USING INDEX asset_by_") && $0.contains("status=?") }
            #expect(searches.count == shelf.statuses.count, "\(query.plan)")
            #expect(query.scans == [] && !query.isSorting, "\(query.plan)")
        }
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
            try await transaction.makeEveryLookup(in: id)
        }
        for query in recorded {
            #expect(query.scans == [], "\(query.text): \(query.plan)")
        }
    }
}
