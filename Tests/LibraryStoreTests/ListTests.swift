import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Lists")
struct ListTests {
    private static let sorts = AssetSort.Field.allCases.flatMap {
        [AssetSort(field: $0, descending: false), AssetSort(field: $0)]
    }

    /// 120 rows with many ties in every column, in a random order, among a neighbour's and hidden ones.
    private func crowd(_ engine: Engine) async throws -> (TemporaryStore, [Asset]) {
        let store = try await TemporaryStore(engine)
        var assets: [Asset] = []
        for number in 0..<120 {
            var asset = Asset.sample(
                in: store.organization, ["a.jpg", "B.jpg", "ä.jpg", "b 2.jpg"][number % 4], title: number % 5 == 0 ? "Same" : nil,
                bytes: Int64(number % 3), kind: number % 2 == 0 ? .image : .video, at: Timestamp(microseconds: Int64(number % 7)))
            asset.updatedAt = Timestamp(microseconds: Int64(number % 2))
            assets.append(asset)
        }
        let hidden = AssetStatus.allCases.filter { $0 != .active }.map { Asset.sample(in: store.organization, status: $0) }
        try await store.insert(assets.shuffled() + hidden + [.sample(in: store.neighbour)])
        return (store, assets)
    }

    @Test("walking by cursor gives every row once, in the same order as walking by page", arguments: Engine.available, sorts)
    func walks(_ engine: Engine, _ sort: AssetSort) async throws {
        let (store, assets) = try await crowd(engine)
        let organization = store.organization.id
        let (byPage, byCursor) = try await store.database.read { transaction in
            var byPage: [AssetID] = []
            for page in 1...18 {
                let (assets, hasMore) = try await transaction.assets.list(
                    AssetQuery(sort: sort, position: .page(page), limit: 7), in: organization)
                byPage += assets.map(\.id)
                #expect(hasMore == (page < 18))
            }
            var byCursor: [AssetID] = []
            var position = ListPosition.page(1)
            while true {
                let (assets, hasMore) = try await transaction.assets.list(
                    AssetQuery(sort: sort, position: position, limit: 7), in: organization)
                byCursor += assets.map(\.id)
                guard hasMore, let last = assets.last else { break }
                position = .after(ListCursor(after: last, in: sort))
            }
            return (byPage, byCursor)
        }
        #expect(byPage == byCursor)
        #expect(byPage == assets.sorted { $0.precedes($1, in: sort) }.map(\.id))
    }

    @Test(
        "archive, Trash and everything are walked as the active assets are, each row once", arguments: Engine.available,
        [AssetShelf.archived, .trashed, .all])
    func shelves(_ engine: Engine, _ shelf: AssetShelf) async throws {
        let store = try await TemporaryStore(engine)
        var assets: [Asset] = []
        for number in 0..<80 {
            let kind: AssetKind = number % 2 == 0 ? .image : .video
            let status = AssetStatus.allCases[number / 5 % 4]
            assets.append(
                .sample(
                    in: store.organization, "photo \(number % 9).jpg", bytes: Int64(number % 3), kind: kind, status: status,
                    at: Timestamp(microseconds: Int64(number % 7))))
        }
        try await store.insert(assets.shuffled() + AssetStatus.allCases.map { .sample(in: store.neighbour, status: $0) })
        let expected = assets.filter { shelf.statuses.contains($0.status) }
        for sort in Self.sorts {
            #expect(
                try await store.walk(AssetQuery(shelf: shelf, sort: sort, limit: 7))
                    == expected.sorted { $0.precedes($1, in: sort) }.map(\.id))
        }
        let search = AssetQuery(search: "photo 3", kinds: [.video], shelf: shelf)
        let found = expected.filter { $0.metadata.displayName == "photo 3.jpg" && $0.kind == .video }
        #expect(try await store.walk(search) == found.sorted { $0.precedes($1, in: search.sort) }.map(\.id))
        #expect(try await store.count(search) == found.count)
    }

    @Test("kinds narrow a list, several of them as or", arguments: Engine.available)
    func kinds(_ engine: Engine) async throws {
        let (store, assets) = try await crowd(engine)
        #expect(try await store.names(AssetQuery(kinds: [.image], limit: 100)).count == 60)
        #expect(try await store.count(AssetQuery(kinds: [.image, .video])) == assets.count)
        #expect(try await store.count(AssetQuery(kinds: [.pdf])) == 0)
    }

    @Test("a cursor whose row is gone meanwhile continues where it stood", arguments: Engine.available)
    func vanishedCursor(_ engine: Engine) async throws {
        let (store, assets) = try await crowd(engine)
        let organization = store.organization.id
        let sort = AssetSort()
        let ordered = assets.sorted { $0.precedes($1, in: sort) }
        let rest = try await store.database.write { transaction in
            try await transaction.assets.delete(ordered[9].id, in: organization)
            let query = AssetQuery(sort: sort, position: .after(ListCursor(after: ordered[9], in: sort)), limit: 100)
            return try await transaction.assets.list(query, in: organization).assets
        }
        #expect(rest.first?.id == ordered[10].id)
    }

    private static let searches: [(text: String, found: [String])] = [
        ("100%", ["100%.jpg"]), ("%", ["100%.jpg"]), ("_", ["a_b.jpg"]), ("a_b", ["a_b.jpg"]), ("\\", ["back\\slash.jpg"]),
        ("k\\s", ["back\\slash.jpg"]), ("\"", ["say \"hi\".jpg"]), ("y \"hi\"", ["say \"hi\".jpg"]), ("'", ["it's.jpg"]),
        ("it's", ["it's.jpg"]), ("京", ["東京タワー.jpg"]), ("東京", ["東京タワー.jpg"]), ("京タワ", ["東京タワー.jpg"]), ("タワー.j", ["東京タワー.jpg"]),
        ("é", ["café.jpg"]), ("caf\u{e9}", ["café.jpg"]), ("axb", ["axb.jpg"]), ("a*", []), ("a OR b", []), ("NEAR(a b)", []),
        ("search_text:a", []), ("\"\"\"", []), ("👩‍👩‍👧", ["👩‍👩‍👧‍👦.jpg"]), ("a\u{0}b.jpg", []), ("\u{0}", []), ("it's.jpg\u{0}", []),
    ]

    @Test("a search finds exactly the names that contain the text, by trigrams and without", arguments: Engine.available)
    func search(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let names = [
            "100%.jpg", "1000.jpg", "a_b.jpg", "axb.jpg", "back\\slash.jpg", "say \"hi\".jpg", "it's.jpg", "東京タワー.jpg",
            "café.jpg",
            "👩‍👩‍👧‍👦.jpg",
        ]
        let foreign = Self.searches.map { Asset.sample(in: store.neighbour, $0.text.replacing("\0", with: "") + " 100% axb") }
        try await store.insert(names.map { .sample(in: store.organization, $0) } + foreign)
        let id = store.organization.id
        for (text, expected) in Self.searches {
            for limits in AssetListLimits.extremes {
                let (found, count) = try await store.database.read { transaction in
                    let plan = try await transaction.assets.plan(AssetQuery(search: text.folded), in: id, limits: limits)
                    let found = try await transaction.assets.list(plan).assets.map(\.metadata.displayName)
                    return (found, try await transaction.assets.boundedCount(plan))
                }
                #expect(found == expected && count == expected.count, "\(text), \(limits)")
            }
        }
    }

    @Test("a search answers in order and counts right, whether it finds few or many", arguments: Engine.available, [3, 700])
    func searchesInOrder(_ engine: Engine, _ number: Int) async throws {
        let store = try await TemporaryStore(engine)
        let names = (0..<number).map { "photo-\(1000 + $0).jpg" }
        try await store.insert((names + ["other.jpg"]).shuffled().map { .sample(in: store.organization, $0) })
        let query = AssetQuery(search: "photo", sort: AssetSort(field: .title, descending: false))
        #expect(try await store.names(query) == Array(names.prefix(50)))
        #expect(try await store.count(query) == number)
    }

    @Test("a search looks into titles, and stops at no other field", arguments: Engine.available)
    func titles(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        var asset = Asset.sample(in: store.organization, "a.jpg", title: "Sunset over Töölö")
        asset.metadata.description = "hidden words"
        try await store.insert([asset])
        #expect(try await store.names(AssetQuery(search: "over tö")) == ["a.jpg"])
        #expect(try await store.names(AssetQuery(search: "hidden")) == [])
    }

    @Test("a count stops one past the limit of exactness", arguments: Engine.available)
    func boundedCount(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let (id, rows) = (store.organization.id, AssetQuery.exactTotalLimit + 40)
        let newID = engine == .sqlite ? "randomblob(16)" : "gen_random_uuid()"
        try await store.database.write { transaction in
            _ = try await transaction.run(
                """
                WITH RECURSIVE item(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM item WHERE number < \(rows))
                INSERT INTO asset (id, organization_id, scope, kind, provider, version, display_name, display_name_folded, original_name,
                    sort_title, search_text, visibility, thumbnail_status, status, created_at, updated_at)
                SELECT \(raw: newID), \(id), 'organization', 'other', 'generic', 1, 'x', 'x', 'x', 'x', 'x', 'public', 'none', 'active', 0, 0
                FROM item
                """)
        }
        #expect(try await store.count(AssetQuery(search: "x")) == AssetQuery.exactTotalLimit + 1)
    }
}

extension TemporaryStore {
    /// Every match, by cursor.
    func walk(_ query: AssetQuery) async throws -> [AssetID] {
        let id = organization.id
        return try await database.read { transaction in
            var (query, found) = (query, [AssetID]())
            while true {
                let (assets, hasMore) = try await transaction.assets.list(query, in: id)
                found += assets.map(\.id)
                guard hasMore, let last = assets.last else { return found }
                query.position = .after(ListCursor(after: last, in: query.sort))
            }
        }
    }

    /// How many match, as far as is counted.
    func count(_ query: AssetQuery) async throws -> Int {
        let id = organization.id
        return try await database.read { try await $0.assets.boundedCount(query, in: id) }
    }
}
