internal import Database
package import Library

extension AssetTable {
    /// How to read the list and the total of `query`: asks each filter how many rows it lets through, no further than that matters.
    package func plan(
        _ query: AssetQuery, in organization: OrganizationID, limits: AssetListLimits = AssetListLimits()
    ) async throws -> AssetListPlan {
        let counts = try await transaction.counters.all(in: organization)
        let assets = counts.assets(on: query.shelf)
        let searchesRows = query.phrase == nil || assets <= limits.smallLibrary
        let tags = try await tags(named: query.tags, in: organization)
        func plan(_ start: AssetListPlan.Start, _ sizes: [FilterSize] = [], total: Int? = nil) -> AssetListPlan {
            AssetListPlan(
                query: query, organization: organization, tags: tags.map(\.id), start: start, rarest: sizes.rarest?.source,
                searchesRows: searchesRows, total: total)
        }
        guard tags.count == query.tags.count else { return plan(.nothing, total: 0) }

        let few = limits.fewMatches(among: assets, limit: query.limit)
        var sizes = tags.map { FilterSize(source: .tag($0.id), rows: $0.assets) }
        if !query.kinds.isEmpty { sizes.append(FilterSize(source: .kind, rows: counts.assets(of: query))) }
        let filter = AssetFilter(query, in: organization, transaction)
        let trigrams: [AssetListPlan.Source] = searchesRows || transaction.dialect != .sqlite ? [] : [.trigrams]
        for source in query.sourcesToCount + trigrams {
            sizes.append(FilterSize(source: source, rows: try await count(filter.rows(of: source, limit: few + 1))))
        }
        return plan(start(query, sizes, few: few), sizes, total: query.isCounted ? counts.assets(of: query) : nil)
    }

    /// How many rows `statement` gives.
    func count(_ statement: SQL) async throws -> Int {
        try await transaction.value("SELECT COUNT(*) AS total FROM (\(statement)) AS bounded") ?? 0
    }

    private func start(_ query: AssetQuery, _ sizes: [FilterSize], few: Int) -> AssetListPlan.Start {
        let inOrder = sizes.filter { query.isInOrder($0.source, on: transaction.dialect) }.rarest
        // Where every row along an index matches, nothing is read in vain and nothing has to be sorted.
        let matchesAll = sizes.count == 1 && query.search == nil
        if let rarest = sizes.rarest, rarest.rows <= few, inOrder == nil || !matchesAll { return .matches(rarest.source) }
        return .order(along: inOrder?.source)
    }

    /// The tags that exist, those with the fewest assets first.
    private func tags(
        named names: Set<String>, in organization: OrganizationID
    ) async throws -> [(id: TagID, assets: Int)] {
        // No asset has more, and no tag holds a NUL.
        if names.isEmpty || names.count > Tag.maximumPerAsset || !names.allSatisfy(\.isStorable) { return [] }
        return try await transaction.rows(
            """
            SELECT id, assets FROM tag WHERE organization_id = \(organization) AND name IN (\(SQL.list(names.sorted())))
            ORDER BY assets, id
            """
        ).map { (try $0.get("id"), try $0.get("assets")) }
    }
}

/// How many rows a filter lets through by itself.
private struct FilterSize {
    let source: AssetListPlan.Source
    let rows: Int
}

extension [FilterSize] {
    fileprivate var rarest: FilterSize? { self.min { $0.rows < $1.rows } }
}

extension [StorageCount] {
    fileprivate func assets(of query: AssetQuery) -> Int {
        filter { query.kinds.isEmpty || query.kinds.contains($0.kind) }.assets(on: query.shelf)
    }
}

extension AssetQuery {
    /// Whether counters know how many match.
    fileprivate var isCounted: Bool {
        search == nil && tags.isEmpty && folderFilter == nil && pathPrefix == nil && usage == nil && checksum == nil
            && mediaTypes.isEmpty
    }

    /// The filters of which nobody keeps count.
    fileprivate var sourcesToCount: [AssetListPlan.Source] {
        var sources: [AssetListPlan.Source] = []
        if checksum != nil { sources.append(.checksum) }
        if folderFilter != nil { sources.append(.folder) }
        if !mediaTypes.isEmpty { sources.append(.mediaType) }
        if usage != nil { sources.append(.use) }
        if pathPrefix != nil { sources.append(.path) }
        return sources
    }

    /// Whether the rows of `source` lie in the order asked for: those of one value lie by the moment of their creation.
    fileprivate func isInOrder(_ source: AssetListPlan.Source, on dialect: SQLDialect) -> Bool {
        guard sort.field == .createdAt else { return false }
        switch source {
        case .kind: return kinds.count == 1
        // PostgreSQL does not see that rows without a folder are all alike.
        case .folder: return folderFilter?.isRecursive == false && (folderFilter?.folder != nil || dialect == .sqlite)
        case .mediaType: return mediaTypes.count == 1
        case .use: return true
        case .tag, .path, .checksum, .trigrams: return false
        }
    }
}
