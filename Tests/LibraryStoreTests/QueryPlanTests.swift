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

    private static let library = Task {
        let store = try await TemporaryStore(.sqlite)
        let id = store.organization.id
        try await store.insert(
            (0..<200).map { .sample(in: store.organization, "photo \($0).jpg", at: Timestamp(microseconds: $0)) })
        try await store.database.write { try await $0.insertTags(in: id) }
        return store
    }

    /// What `body` runs, on a library of two hundred assets.
    private func record(_ body: @Sendable (RecordingTransaction, OrganizationID) async throws -> Void) async throws
        -> [RecordingTransaction.Recorded]
    {
        let store = try await Self.library.value
        let id = store.organization.id
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
        }.filter(\.isPage)
        #expect(recorded.count == 2)
        for query in recorded {
            #expect(query.plan.count == 1)
            #expect(
                query.plan[0].hasPrefix("SEARCH asset USING INDEX \(Self.index(of: sort)) (organization_id=? AND status=?"),
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
                _ = try await transaction.assets.list(AssetQuery(shelf: shelf, sort: sort, position: position), in: id)
            }
        }.filter(\.isPage)
        #expect(recorded.count == 2)
        for query in recorded {
            let searches = query.plan.filter { $0.hasPrefix("SEARCH asset USING INDEX asset_by_") && $0.contains("status=?") }
            #expect(searches.count == shelf.statuses.count, "\(query.plan)")
            #expect(query.scans == [] && !query.isSorting, "\(query.plan)")
        }
    }

    // SQLite before 3.41 does not know that an index of an expression has what the expression reads.
    @Test(
        "what lies before a page of a number is passed over in the index, and no row of it is fetched",
        arguments: sorts.filter { $0.field != .byteSize })
    func numbers(_ sort: AssetSort) async throws {
        let recorded = try await record { transaction, id in
            _ = try await transaction.assets.list(AssetQuery(sort: sort, position: .page(3)), in: id)
        }.filter(\.isPage)
        let page = try #require(recorded.first)
        #expect(
            page.plan.contains { $0.hasPrefix("SEARCH asset USING COVERING INDEX \(Self.index(of: sort)) (") }, "\(page.plan)")
        #expect(page.plan.contains { $0.hasPrefix("SEARCH asset USING INDEX sqlite_autoindex_asset_1 (id=?)") }, "\(page.plan)")
    }

    @Test("a search and its count begin in the trigram index or in the organization's own rows", arguments: ["photo", "ph"])
    func searches(_ text: String) async throws {
        let recorded = try await record { transaction, id in
            for limits in AssetListLimits.extremes {
                for sort in Self.sorts {
                    _ = try await transaction.assets.list(AssetQuery(search: text, sort: sort), in: id, limits: limits)
                }
                _ = try await transaction.assets.boundedCount(AssetQuery(search: text), in: id, limits: limits)
            }
        }
        for query in recorded where query.text.contains("asset") { #expect(query.scans == [], "\(query.text): \(query.plan)") }
        let trigrams = recorded.filter { $0.plan.contains { $0.hasPrefix("SCAN asset_search VIRTUAL TABLE INDEX") } }
        #expect(trigrams.isEmpty == (text == "ph"))
    }

    @Test(
        "each filter is answered by its index, or by a walk along the order", arguments: IndexedFilter.all + [.unused], sorts)
    func filters(_ filter: IndexedFilter, _ sort: AssetSort) async throws {
        for (limits, begins) in zip(AssetListLimits.extremes, [true, false]) {
            let recorded = try await record { transaction, id in
                for position in [ListPosition.page(1), .page(2), .after(Self.cursor(sort))] {
                    var query = AssetQuery(shelf: .trashed, sort: sort, position: position)
                    filter.set(&query)
                    _ = try await transaction.assets.list(query, in: id, limits: limits)
                    _ = try await transaction.assets.boundedCount(query, in: id, limits: limits)
                }
            }
            for query in recorded { #expect(query.scans == [], "\(query.text): \(query.plan)") }
            let isAlong = filter.isInOrder && sort.field == .createdAt
            for page in recorded.filter(\.isPage) {
                #expect(page.uses(begins || isAlong ? "\(filter.index)" : Self.index(of: sort)), "\(page.plan)")
                if isAlong, !page.text.contains("OFFSET ?) AS page") { #expect(!page.isSorting, "\(page.plan)") }
            }
        }
    }

    static func index(of sort: AssetSort) -> String {
        switch sort.field {
        case .createdAt: "asset_by_created"
        case .updatedAt: "asset_by_updated"
        case .title: "asset_by_title"
        case .byteSize: "asset_by_size"
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

extension Transaction {
    /// The two tags the filters name, counted as if one asset had the first and all had the other.
    fileprivate func insertTags(in organization: OrganizationID) async throws {
        for (name, assets) in [("rare", 1), ("usual", 200)] {
            try await run(
                """
                INSERT INTO tag (id, organization_id, name, assets, created_at)
                VALUES (\(TagID.make(at: .noon)), \(organization), \(name), \(assets), \(0))
                """)
        }
    }
}
