internal import Database
package import Library

extension AssetTable {
    /// One page of the assets that match `query`, with one more row than asked to know whether a next page exists.
    package func list(_ query: AssetQuery, in organization: OrganizationID) async throws -> (assets: [Asset], hasMore: Bool) {
        let direction: SQL = query.sort.descending ? "DESC" : "ASC"
        let column = query.sort.field.column
        let matchesFirst = try await matchesFew(query)
        var offset = 0
        var position: SQL = ""
        switch query.position {
        case .page(let page): offset = (page - 1) * query.limit
        case .after(let cursor): position = " AND \(after(cursor))"
        }
        let order: SQL = " ORDER BY place \(direction), id \(direction) LIMIT "
        // Indexes lead from the status to the order: each status is walked along its own, and the walks are merged.
        var sql: SQL = ""
        let statuses = query.shelf.statuses
        for (index, status) in statuses.enumerated() {
            let filter = filter(query, [status], in: organization, matchesFirst: matchesFirst)
            let walk: SQL = "SELECT \(Self.columns), \(column) AS place FROM asset WHERE \(filter)\(position)"
            if index > 0 { sql += " UNION ALL " }
            // SQLite merges by itself what it knows to be in order; PostgreSQL is told how far each walk goes.
            sql += statuses.count == 1 || transaction.dialect == .sqlite ? walk : "(\(walk)\(order)\(offset + query.limit + 1))"
        }
        sql += "\(order)\(query.limit + 1) OFFSET \(offset)"
        let assets = try await transaction.rows(sql).map(Asset.init)
        return (Array(assets.prefix(query.limit)), assets.count > query.limit)
    }

    /// How many match, counting no further than one past ``AssetQuery/exactTotalLimit``.
    package func boundedCount(_ query: AssetQuery, in organization: OrganizationID) async throws -> Int {
        let matching: SQL
        if let phrase = phrase(query) {
            // Joined, matches are counted as they are found; as a list they would all be found before the first is counted.
            let conditions = conditions(query, query.shelf.statuses, in: organization)
            matching =
                "asset_search CROSS JOIN asset ON number = asset_search.rowid WHERE asset_search MATCH \(phrase) AND \(conditions)"
        } else {
            matching = "asset WHERE \(filter(query, query.shelf.statuses, in: organization, matchesFirst: false))"
        }
        return try await transaction.row(
            """
            SELECT COUNT(*) AS total FROM (SELECT 1 FROM \(matching) LIMIT \(AssetQuery.exactTotalLimit + 1)) AS bounded
            """
        ).map { try $0.get("total") } ?? 0
    }

    /// With `matchesFirst` SQLite looks at the rows the search found; else it walks the order and asks of each row whether it was found.
    private func filter(
        _ query: AssetQuery, _ statuses: [AssetStatus], in organization: OrganizationID, matchesFirst: Bool
    ) -> SQL {
        // A plus takes a condition away from the choice of an index, and changes nothing else.
        var sql = conditions(query, statuses, in: organization, unindexed: matchesFirst ? "+" : "")
        if let search = query.search { sql += " AND \(contains(search, query))" }
        return sql
    }

    /// Everything but the search.
    private func conditions(
        _ query: AssetQuery, _ statuses: [AssetStatus], in organization: OrganizationID, unindexed: SQL = ""
    ) -> SQL {
        var sql: SQL = "\(unindexed)organization_id = \(organization) AND \(unindexed)status IN (\(SQL.list(statuses)))"
        if !query.kinds.isEmpty { sql += " AND kind IN (\(SQL.list(query.kinds.sorted { $0.rawValue < $1.rawValue })))" }
        return sql
    }

    private func contains(_ text: String, _ query: AssetQuery) -> SQL {
        // No name holds a NUL, and to SQLite's query parsers it is the end of the text.
        if text.unicodeScalars.contains("\0") { return "1 = 0" }
        if let phrase = phrase(query) { return "number IN (SELECT rowid FROM asset_search WHERE asset_search MATCH \(phrase))" }
        let pattern = "%" + text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
        // Fewer than three characters make no trigram: PostgreSQL would read its whole index only to look at every row then.
        let isInIndex = transaction.dialect == .sqlite || text.unicodeScalars.count >= 3
        let column: SQL = isInIndex ? "search_text" : "(search_text || '')"
        return "\(column) LIKE \(pattern) ESCAPE '\\'"
    }

    /// What SQLite's trigram index is asked for. It finds three characters and more; shorter texts scan the organization's rows.
    private func phrase(_ query: AssetQuery) -> String? {
        guard transaction.dialect == .sqlite, let text = query.search?.unicodeScalars, text.count >= 3, !text.contains("\0")
        else {
            return nil
        }
        return "\"" + String(text).replacing("\"", with: "\"\"") + "\""
    }

    /// Up to so many matches are fetched and sorted sooner than a page of matches is met in the order.
    private static let fewMatches = 500

    /// Whether a search finds so little that its matches are where to begin.
    private func matchesFew(_ query: AssetQuery) async throws -> Bool {
        guard let phrase = phrase(query) else { return false }
        let count: Int? = try await transaction.row(
            """
            SELECT COUNT(*) AS matches FROM (
                SELECT 1 FROM asset_search WHERE asset_search MATCH \(phrase) LIMIT \(Self.fewMatches + 1)
            ) AS bounded
            """
        ).map { try $0.get("matches") }
        return (count ?? 0) <= Self.fewMatches
    }

    private func after(_ cursor: ListCursor) -> SQL {
        let column = cursor.sort.field.column
        let value: SQL =
            switch cursor.value {
            case .integer(let number): "\(number)"
            // Only a forged cursor holds a NUL, which PostgreSQL does not take; no title does.
            case .text(let text): "\(text.replacing("\0", with: "\u{1}"))"
            }
        // The bound on the column alone is for SQLite, which finds its place in an index of an expression by nothing else.
        return cursor.sort.descending
            ? "\(column) <= \(value) AND (\(column), id) < (\(value), \(cursor.id))"
            : "\(column) >= \(value) AND (\(column), id) > (\(value), \(cursor.id))"
    }
}

extension AssetSort.Field {
    fileprivate var column: SQL {
        switch self {
        case .createdAt: "created_at"
        case .updatedAt: "updated_at"
        case .title: "sort_title"
        case .byteSize: "COALESCE(byte_size, 0)"
        }
    }
}

extension ListCursor {
    /// The cursor that continues after `asset` in `sort`.
    package init(after asset: Asset, in sort: AssetSort) {
        let value: Value =
            switch sort.field {
            case .createdAt: .integer(asset.createdAt.microseconds)
            case .updatedAt: .integer(asset.updatedAt.microseconds)
            case .title: .text(asset.metadata.sortTitle)
            case .byteSize: .integer(asset.byteSize ?? 0)
            }
        self.init(sort: sort, value: value, id: asset.id)
    }
}
