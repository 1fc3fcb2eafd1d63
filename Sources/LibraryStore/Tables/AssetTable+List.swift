internal import Database
package import Library

extension AssetTable {
    /// One page as `plan` says, whether a next one exists, and how many match where reading the page told.
    package func list(_ plan: AssetListPlan) async throws -> (assets: [Asset], hasMore: Bool, total: Int?) {
        let limit = plan.query.limit
        guard let statement = statement(of: plan) else { return ([], false, 0) }
        let rows = try await transaction.rows(statement)
        var total: Int?
        if case .matches = plan.start, let row = rows.first { total = try row.get("matches") }
        return (try rows.prefix(limit).map(Asset.init), rows.count > limit, total)
    }

    /// How many match, counting no further than one past ``AssetQuery/exactTotalLimit``.
    package func boundedCount(_ plan: AssetListPlan) async throws -> Int {
        if plan.start == .nothing { return 0 }
        let filter = AssetFilter(plan, transaction)
        let tables = plan.rarest.map { filter.tables(from: $0) } ?? "asset"
        let conditions = filter.conditions(plan.query.shelf.statuses, from: plan.rarest)
        return try await count("SELECT 1 FROM \(tables) WHERE \(conditions) LIMIT \(AssetQuery.exactTotalLimit + 1)")
    }

    /// Reads one row more than a page has, to know whether a next page exists.
    private func statement(of plan: AssetListPlan) -> SQL? {
        let window = AssetListWindow(plan.query)
        switch plan.start {
        case .nothing: return nil
        case .matches(let source): return page(matches(source, plan, window), window, and: ", page.matches")
        // What lies before a page of a number is passed over in the index, and rows are fetched of the page alone.
        case .order(let source) where window.offset > 0:
            return page("\(walks(source, plan, window, "id AS found"))\(window.order("found"))\(window.bounds)", window)
        case .order(let source): return "\(walks(source, plan, window, Self.columns))\(window.order("id"))\(window.bounds)"
        }
    }

    /// The rows whose ids `found` gives with their `place` in the order, in that order.
    private func page(_ found: SQL, _ window: AssetListWindow, and columns: SQL = "") -> SQL {
        "SELECT \(Self.columns)\(columns) FROM (\(found)) AS page CROSS JOIN asset WHERE asset.id = page.found\(window.order("found"))"
    }

    /// A page of ids among all rows `source` gives, sorted; each says how many those are.
    private func matches(_ source: AssetListPlan.Source, _ plan: AssetListPlan, _ window: AssetListWindow) -> SQL {
        let filter = AssetFilter(plan, transaction)
        // Materialized, PostgreSQL cannot set its hopes on meeting a page of them in the order.
        return """
            WITH matching AS MATERIALIZED (
                SELECT asset.id AS found, \(window.column) AS place FROM \(filter.tables(from: source))
                WHERE \(filter.conditions(plan.query.shelf.statuses, from: source))
            )
            SELECT found, place, (SELECT COUNT(*) FROM matching) AS matches FROM matching
            WHERE 1 = 1\(window.position("place", "found"))\(window.order("found"))\(window.bounds)
            """
    }

    /// Indexes lead from the status to the order: each status is walked along its own, and the walks are merged.
    private func walks(
        _ source: AssetListPlan.Source?, _ plan: AssetListPlan, _ window: AssetListWindow, _ columns: SQL
    ) -> SQL {
        let filter = AssetFilter(plan, transaction)
        let statuses = plan.query.shelf.statuses
        let tables = source.map { filter.tables(from: $0) } ?? filter.asset(along: plan.query.sort.field.index)
        let position = window.position(window.column, "id")
        let walks = statuses.map { status -> SQL in
            let conditions = filter.conditions([status])
            let walk: SQL = "SELECT \(columns), \(window.column) AS place FROM \(tables) WHERE \(conditions)\(position)"
            // SQLite merges by itself what it knows to be in order; PostgreSQL is told how far each walk goes.
            if statuses.count == 1 || transaction.dialect == .sqlite { return walk }
            let id: SQL = window.offset > 0 ? "found" : "id"
            return "(\(walk)\(window.order(id)) LIMIT \(window.offset + window.rows))"
        }
        return walks.joined(separator: " UNION ALL ")
    }
}
