internal import Database
internal import Library

/// What a listing asks of a row, as SQL for the engine of `transaction`.
struct AssetFilter {
    let query: AssetQuery
    let organization: OrganizationID
    let transaction: any Transaction
    /// Of ``AssetQuery/tags``.
    var tags: [TagID] = []
    /// Whether a search looks at each row of the organization in place of the trigrams.
    var searchesRows = true

    init(_ query: AssetQuery, in organization: OrganizationID, _ transaction: any Transaction) {
        self.query = query
        self.organization = organization
        self.transaction = transaction
    }

    init(_ plan: AssetListPlan, _ transaction: any Transaction) {
        self.init(plan.query, in: plan.organization, transaction)
        tags = plan.tags
        searchesRows = plan.searchesRows
    }

    /// The table, read along `index`: SQLite does as it is told or refuses, PostgreSQL decides by itself.
    func asset(along index: String) -> SQL {
        transaction.dialect == .sqlite ? "asset INDEXED BY \(raw: index)" : "asset"
    }

    /// What stands behind FROM where reading begins with `source`. Tables stand in the order that SQLite shall read them in.
    func tables(from source: AssetListPlan.Source) -> SQL {
        switch source {
        case .tag: "asset_tag CROSS JOIN asset"
        case .trigrams: "asset_search CROSS JOIN asset"
        case .folder: asset(along: "asset_by_folder")
        case .path: asset(along: "asset_by_logical_path")
        case .checksum: asset(along: "asset_by_checksum")
        case .mediaType: asset(along: "asset_by_media_type")
        case .kind: asset(along: "asset_by_kind")
        case .use: asset(along: query.usage == .orphaned ? "asset_by_disuse" : "asset_by_use")
        }
    }

    /// A statement of at most `limit` rows, one for each that `source` lets through, which reads nothing but the index of `source`.
    func rows(of source: AssetListPlan.Source, limit: Int) -> SQL {
        let sql: SQL =
            switch source {
            case .tag(let id): "SELECT 1 FROM asset_tag WHERE tag_id = \(id)"
            case .trigrams: "SELECT 1 FROM asset_search WHERE asset_search MATCH \(query.phrase)"
            // No status is in these two indexes.
            case .path, .checksum:
                "SELECT 1 FROM \(tables(from: source)) WHERE asset.organization_id = \(organization)\(condition(source))"
            case .folder, .mediaType, .kind, .use:
                "SELECT 1 FROM \(tables(from: source)) WHERE \(place(query.shelf.statuses))\(condition(source))"
            }
        return "\(sql) LIMIT \(limit)"
    }

    /// Everything a row has to be; what `source` gives already is not asked again.
    func conditions(_ statuses: [AssetStatus], from source: AssetListPlan.Source? = nil) -> SQL {
        var sql = place(statuses)
        for filter in [AssetListPlan.Source.kind, .folder, .path, .checksum, .mediaType, .use] { sql += condition(filter) }
        // Where reading begins with a tag, the others are asked for before the row is fetched.
        let id: SQL = if case .tag = source { "asset_tag.asset_id" } else { "asset.id" }
        for tag in tags where source != .tag(tag) {
            // A value and not an EXISTS, which PostgreSQL would turn into a join with all that have the tag.
            sql += " AND (SELECT 1 FROM asset_tag AS other WHERE other.tag_id = \(tag) AND other.asset_id = \(id)) IS NOT NULL"
        }
        switch source {
        case .tag(let tag): sql += " AND asset_tag.tag_id = \(tag) AND asset.id = asset_tag.asset_id"
        case .trigrams: sql += " AND asset_search MATCH \(query.phrase) AND asset.number = asset_search.rowid"
        default: break
        }
        if source != .trigrams, let text = query.search { sql += " AND \(contains(text))" }
        return sql
    }

    private func place(_ statuses: [AssetStatus]) -> SQL {
        "asset.organization_id = \(organization) AND asset.status IN (\(SQL.list(statuses)))"
    }

    /// One filter, ` AND` before it; nothing where the query does not have it.
    private func condition(_ source: AssetListPlan.Source) -> SQL {
        switch source {
        case .kind where !query.kinds.isEmpty:
            return " AND asset.kind IN (\(SQL.list(query.kinds.sorted { $0.rawValue < $1.rawValue })))"
        case .folder: return query.folderFilter.map { " AND asset.folder_id \(lies(in: $0))" } ?? ""
        case .path: return query.pathPrefix.map { " AND \(begins(with: $0))" } ?? ""
        case .checksum: return query.checksum.map { " AND asset.checksum = \($0)" } ?? ""
        case .mediaType where !query.mediaTypes.isEmpty:
            return " AND asset.media_type IN (\(SQL.list(query.mediaTypes.sorted { $0.rawValue < $1.rawValue })))"
        // The number is written out, as an index of some rows is found by the text of its condition.
        case .use: return query.usage.map { $0 == .used ? " AND asset.usage_count > 0" : " AND asset.usage_count = 0" } ?? ""
        case .tag, .trigrams, .kind, .mediaType: return ""
        }
    }

    private func lies(in filter: FolderFilter) -> SQL {
        guard let folder = filter.folder else { return "IS NULL" }
        if !filter.isRecursive { return "= \(folder)" }
        let members: SQL = "\(transaction.folders.below(folder, in: organization)) SELECT member FROM below"
        // As a list PostgreSQL looks each folder up in an index; as a subquery it joins all assets with it.
        return transaction.dialect == .sqlite ? "IN (\(members))" : "= ANY (ARRAY(\(members)))"
    }

    /// A range, which an index of bytes finds at once; `LIKE` would look at every path.
    private func begins(with prefix: String) -> SQL {
        // No path holds a NUL, and PostgreSQL takes none.
        let prefix = prefix.replacing("\0", with: "\u{1}")
        let from: SQL = "asset.logical_path_folded >= \(prefix)"
        guard let end = prefix.firstBehindPrefix else { return from }
        return "\(from) AND asset.logical_path_folded < \(end)"
    }

    private func contains(_ text: String) -> SQL {
        // No name holds a NUL, and to SQLite's query parsers it is the end of the text.
        if !text.isStorable { return "1 = 0" }
        if !searchesRows, transaction.dialect == .sqlite, let phrase = query.phrase {
            return "asset.number IN (SELECT rowid FROM asset_search WHERE asset_search MATCH \(phrase))"
        }
        let pattern = "%" + text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
        // What is computed has no index: PostgreSQL would read its whole index for less than a trigram, and for a small organization
        // what all others have.
        let column: SQL = searchesRows && transaction.dialect == .postgres ? "(asset.search_text || '')" : "asset.search_text"
        return "\(column) LIKE \(pattern) ESCAPE '\\'"
    }
}

extension AssetQuery {
    /// The folder, unless that is the root with everything below.
    var folderFilter: FolderFilter? { folder?.folder == nil && folder?.isRecursive == true ? nil : folder }

    /// The search as SQLite's trigram index is asked for it; nil of fewer than three characters, which make no trigram.
    var phrase: String? {
        guard let text = search, text.unicodeScalars.count >= 3, text.isStorable else { return nil }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

extension String {
    /// The least text, in the order of bytes, behind all that begin with this one; nil if nothing is behind them.
    var firstBehindPrefix: String? {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // Between these two lie the halves of pairs, which are no characters.
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            guard let scalar = Unicode.Scalar(next) else { continue }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars + [scalar])
            return String(text)
        }
        return nil
    }
}
