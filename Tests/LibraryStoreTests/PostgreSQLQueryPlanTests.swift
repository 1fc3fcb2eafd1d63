import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

/// What PostgreSQL would do for each query (M11), on twenty thousand assets of two organizations whose statistics it knows.
@Suite("Query plans of PostgreSQL", .enabled(if: Engine.hasServer, "\(Engine.lacking)"))
struct PostgreSQLQueryPlanTests {
    private static let library = Task {
        let store = try await TemporaryStore(.postgres)
        let owners = [store.organization.id, store.neighbour.id]
        try await store.database.write { transaction in
            for owner in owners {
                try await transaction.run(
                    """
                    INSERT INTO asset (id, organization_id, scope, kind, provider, version, display_name, display_name_folded,
                        original_name, sort_title, search_text, visibility, thumbnail_status, status, created_at, updated_at, byte_size,
                        folder_id, media_type, usage_count, checksum, logical_path_folded)
                    SELECT gen_random_uuid(), \(owner), 'organization', CASE n % 3 WHEN 0 THEN 'image' ELSE 'video' END, 'generic', 1,
                        'x', 'x', 'x', 'title ' || n % 5000, 'word' || n || CASE n % 4 WHEN 0 THEN ' photo' ELSE ' film' END, 'public',
                        'none', 'active', n, n % 1000, n % 777,
                        CASE WHEN n % 97 = 0 THEN \(IndexedFilter.folder) END, CASE WHEN n % 97 = 1 THEN 'logo' END,
                        CASE WHEN n % 97 = 2 THEN 1 ELSE 0 END, decode(lpad(to_hex(n), 64, '07'), 'hex'),
                        CASE WHEN n % 97 = 3 THEN '2026/' || n ELSE '2025/' || n END
                    FROM generate_series(\(1), \(10_000)) AS n
                    """)
            }
            try await transaction.run(
                """
                INSERT INTO storage_counter (organization_id, status, kind, assets, bytes)
                SELECT organization_id, status, kind, COUNT(*), SUM(byte_size) FROM asset GROUP BY organization_id, status, kind
                """)
            try await transaction.insertTags(in: owners[0])
            try await transaction.run("ANALYZE")
        }
        return store
    }

    private func record(
        _ body: @Sendable (RecordingTransaction, OrganizationID) async throws -> Void
    ) async throws -> [RecordingTransaction.Recorded] {
        let store = try await Self.library.value
        let id = store.organization.id
        return try await store.database.write { transaction in
            let recorder = RecordingTransaction(transaction)
            try await body(recorder, id)
            return recorder.recorded
        }
    }

    @Test("a page, first or later, is read along its sort's index", arguments: QueryPlanTests.sorts)
    func pages(_ sort: AssetSort) async throws {
        let recorded = try await record { transaction, id in
            _ = try await transaction.assets.list(AssetQuery(sort: sort), in: id)
            _ = try await transaction.assets.list(AssetQuery(sort: sort, position: .after(QueryPlanTests.cursor(sort))), in: id)
        }.filter(\.isPage)
        #expect(recorded.count == 2)
        for query in recorded {
            #expect(query.scans == [] && !query.isSorting, "\(query.plan)")
            #expect(
                query.plan[1].contains("Index Scan") && query.plan[1].contains(QueryPlanTests.index(of: sort)), "\(query.plan)")
        }
        let condition = try #require(recorded[1].plan.first { $0.contains("Index Cond") })
        #expect(condition.contains("ROW(") && condition.contains(sort.descending ? "<" : ">"), "\(condition)")
    }

    @Test("the lists of archive, Trash and everything are walks along the sort's index, merged", arguments: QueryPlanTests.sorts)
    func shelves(_ sort: AssetSort) async throws {
        let recorded = try await record { transaction, id in
            for shelf in AssetShelf.allCases {
                _ = try await transaction.assets.list(AssetQuery(shelf: shelf, sort: sort), in: id)
                _ = try await transaction.assets.list(
                    AssetQuery(shelf: shelf, sort: sort, position: .after(QueryPlanTests.cursor(sort))), in: id)
            }
        }.filter(\.isPage)
        for query in recorded { #expect(query.scans == [] && query.uses("asset_by_"), "\(query.plan)") }
        // The few rows of the other statuses may be sorted; the many active ones are walked in order, and no further than a page.
        for query in recorded.suffix(2) {
            #expect(query.uses(QueryPlanTests.index(of: sort)) && !query.uses("Bitmap"), "\(query.plan)")
        }
    }

    @Test("a search for a rare word begins in the trigram index, one for a frequent word or two letters in the order asked for")
    func searches() async throws {
        let recorded = try await record { transaction, id in
            for text in ["word77 ", "photo", "ph"] {
                _ = try await transaction.assets.list(AssetQuery(search: text), in: id)
                _ = try await transaction.assets.boundedCount(AssetQuery(search: text), in: id)
            }
        }.filter { $0.isPage || $0.text.contains("LIKE") }
        for query in recorded { #expect(query.scans == [] || query.text.contains("COUNT"), "\(query.text): \(query.plan)") }
        #expect(recorded[0].uses("asset_search"), "\(recorded[0].plan)")
        #expect(recorded[1].uses("asset_search"), "\(recorded[1].plan)")
        for query in [recorded[2], recorded[4]] { #expect(query.uses("asset_by_created") && !query.isSorting, "\(query.plan)") }
    }

    @Test("a search in a small organization looks at its rows, whatever others have")
    func smallOrganization() async throws {
        let recorded = try await record { transaction, id in
            let limits = AssetListLimits(smallLibrary: 10_000)
            _ = try await transaction.assets.list(AssetQuery(search: "word77 "), in: id, limits: limits)
        }.filter(\.isPage)
        let page = try #require(recorded.first)
        // Half of the table is its own here, which is best read whole.
        #expect(!page.uses("asset_search"), "\(page.plan)")
    }

    @Test("kinds are filtered within an index", arguments: QueryPlanTests.sorts)
    func kinds(_ sort: AssetSort) async throws {
        let recorded = try await record { transaction, id in
            _ = try await transaction.assets.list(AssetQuery(kinds: [.image], sort: sort), in: id)
        }.filter(\.isPage)
        for query in recorded { #expect(query.scans == [] && query.uses("asset_by_"), "\(query.plan)") }
    }

    @Test(
        "a filter that lets few through is where reading begins, whatever the order", arguments: IndexedFilter.all,
        QueryPlanTests.sorts)
    func filters(_ filter: IndexedFilter, _ sort: AssetSort) async throws {
        if filter.index == "asset_by_kind" { return }  // A third of them all has each kind here.
        let recorded = try await record { transaction, id in
            var query = AssetQuery(sort: sort)
            filter.set(&query)
            _ = try await transaction.assets.list(query, in: id)
            _ = try await transaction.assets.boundedCount(query, in: id)
        }
        let reads = recorded.filter { $0.text.contains("FROM asset") }
        #expect(reads.count >= 2)
        for query in reads {
            // A handful of folders is best read whole.
            #expect(query.scans.allSatisfy { $0.contains(" on folder ") }, "\(query.text): \(query.plan)")
            #expect(query.uses(filter.index), "\(query.text): \(query.plan)")
        }
    }

    @Test("a tag that many have is asked of each row along the order", arguments: QueryPlanTests.sorts)
    func usualTag(_ sort: AssetSort) async throws {
        let recorded = try await record { transaction, id in
            var query = AssetQuery(sort: sort)
            query.tags = ["usual"]
            _ = try await transaction.assets.list(query, in: id)
        }.filter(\.isPage)
        let page = try #require(recorded.first)
        #expect(page.uses(QueryPlanTests.index(of: sort)) && page.uses("asset_tag_") && !page.isSorting, "\(page.plan)")
    }

    @Test("no query of a request has to read a whole table")
    func lookups() async throws {
        let recorded = try await record { transaction, id in
            // Most of these tables are empty here, and an empty table is best read whole.
            _ = try await transaction.run("SET LOCAL enable_seqscan = off")
            try await transaction.makeEveryLookup(in: id)
        }
        #expect(recorded.count > 20)
        for query in recorded { #expect(query.scans == [], "\(query.text): \(query.plan)") }
    }
}

extension Transaction {
    /// `rare`, which a hundred assets have, and `usual`, which half of them have.
    fileprivate func insertTags(in organization: OrganizationID) async throws {
        for (name, share) in [("rare", 100), ("usual", 2)] {
            let tag = TagID.make(at: .noon)
            try await run(
                """
                INSERT INTO tag (id, organization_id, name, assets, created_at)
                VALUES (\(tag), \(organization), \(name), \(10_000 / share), \(0))
                """)
            try await run(
                """
                INSERT INTO asset_tag (tag_id, asset_id)
                SELECT \(tag), id FROM asset WHERE organization_id = \(organization) AND created_at % \(share) = 0
                """)
        }
    }
}
