import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Filters of lists")
struct ListFilterTests {
    @Test(
        "any filters together find what looking at every asset finds, in order, by pages and by cursors",
        arguments: Engine.available)
    func everyCombination(_ engine: Engine) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let library = try await RandomLibrary(engine, assets: 250, &random)
        let queries = (0..<60).map { _ in library.query(&random) }
        var matched = 0
        for query in queries {
            let expected = library.found(query)
            matched += expected.isEmpty ? 0 : 1
            for limits in AssetListLimits.extremes {
                let seen = try await library.store.everything(query, limits)
                #expect(seen.byCursor == expected, "seed \(seed), \(query), \(limits)")
                #expect(seen.byPage == expected, "seed \(seed), \(query), \(limits)")
                #expect(
                    seen.count == expected.count && seen.totals == [seen.count], "seed \(seed), \(query), \(limits)")
            }
        }
        #expect(matched > 15, "seed \(seed)")
    }

    @Test("a prefix of paths is no pattern, and ends where the next prefix begins", arguments: Engine.available)
    func prefixes(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let paths = ["a", "a%b/1", "a/1", "a/2", "a0", "A/3", "b", "ä/1", "\u{d7ff}/1", "\u{e000}/1", "\u{10ffff}/1"]
        try await store.insert(
            paths.map { path in
                var asset = Asset.sample(in: store.organization, path)
                asset.logicalPath = path
                return asset
            } + [.sample(in: store.organization, "without")])
        for (prefix, found) in [
            ("a/", ["A/3", "a/1", "a/2"]), ("a%", ["a%b/1"]), ("a", ["A/3", "a", "a%b/1", "a/1", "a/2", "a0"]), ("ä", ["ä/1"]),
            ("\u{d7ff}", ["\u{d7ff}/1"]), ("\u{10ffff}", ["\u{10ffff}/1"]), ("a\0", []), ("c", []),
        ] {
            var paths = AssetQuery()
            paths.pathPrefix = prefix
            let query = paths
            for limits in AssetListLimits.extremes {
                let names = try await store.database.read { transaction in
                    try await transaction.assets.list(query, in: store.organization.id, limits: limits).assets.map(\.originalName)
                }
                #expect(names.sorted() == found.sorted(), "\(prefix)")
            }
        }
    }

    @Test("a neighbour's folder, tag and bytes find nothing of this organization", arguments: Engine.available)
    func isolation(_ engine: Engine) async throws {
        var random = SeededGenerator(seed: 1)
        let library = try await RandomLibrary(engine, assets: 60, &random)
        let neighbour = library.store.neighbour.id
        for _ in 0..<40 {
            let query = library.query(&random)
            let narrowed = query.folder?.folder != nil || !query.tags.isEmpty || query.pathPrefix != nil
            for limits in AssetListLimits.extremes where narrowed {
                let count = try await library.store.database.read { transaction in
                    try await transaction.assets.list(query, in: neighbour, limits: limits).assets.count
                        + transaction.assets.boundedCount(query, in: neighbour, limits: limits)
                }
                #expect(count == 0, "\(query)")
            }
        }
    }
}

extension TemporaryStore {
    struct Walks: Sendable {
        var byCursor: [AssetID] = []
        var byPage: [AssetID] = []
        var count = 0
        /// As pages and plans say.
        var totals: Set<Int> = []
    }

    /// Every match, read in both ways, and how many are said to be.
    func everything(_ query: AssetQuery, _ limits: AssetListLimits) async throws -> Walks {
        let id = organization.id
        return try await database.read { transaction in
            let plan = try await transaction.assets.plan(query, in: id, limits: limits)
            var walks = Walks(count: try await transaction.assets.boundedCount(plan))
            walks.totals = [plan.total ?? walks.count]
            var query = query
            var page = 1
            while true {
                query.position = .page(page)
                let (assets, hasMore, total) = try await transaction.assets.list(
                    transaction.assets.plan(query, in: id, limits: limits))
                walks.totals.insert(total ?? walks.count)
                walks.byPage += assets.map(\.id)
                page += 1
                if !hasMore { break }
            }
            query.position = .page(1)
            while true {
                let (assets, hasMore, total) = try await transaction.assets.list(
                    transaction.assets.plan(query, in: id, limits: limits))
                walks.totals.insert(total ?? walks.count)
                walks.byCursor += assets.map(\.id)
                guard hasMore, let last = assets.last else { return walks }
                query.position = .after(ListCursor(after: last, in: query.sort))
            }
        }
    }
}
