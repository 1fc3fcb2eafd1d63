internal import Database
package import Library

/// The order of a listing, and the part of it that is asked for.
struct AssetListWindow {
    let column: SQL
    let direction: SQL
    private var cursor: ListCursor?
    var offset = 0
    let rows: Int

    init(_ query: AssetQuery) {
        column = query.sort.field.column
        direction = query.sort.descending ? "DESC" : "ASC"
        rows = query.limit + 1
        switch query.position {
        case .page(let page): offset = (page - 1) * query.limit
        case .after(let cursor): self.cursor = cursor
        }
    }

    /// `id` is what the statement calls it.
    func order(_ id: SQL) -> SQL { " ORDER BY place \(direction), \(id) \(direction)" }

    var bounds: SQL { " LIMIT \(rows) OFFSET \(offset)" }

    /// What comes after the cursor, ` AND` before it; nothing without a cursor.
    func position(_ column: SQL, _ id: SQL) -> SQL {
        guard let cursor else { return "" }
        let value: SQL =
            switch cursor.value {
            case .integer(let number): "\(number)"
            // Only a forged cursor holds a NUL, which PostgreSQL does not take; no title does.
            case .text(let text): "\(text.replacing("\0", with: "\u{1}"))"
            }
        // The bound on the column alone is for SQLite, which finds its place in an index of an expression by nothing else.
        return cursor.sort.descending
            ? " AND \(column) <= \(value) AND (\(column), \(id)) < (\(value), \(cursor.id))"
            : " AND \(column) >= \(value) AND (\(column), \(id)) > (\(value), \(cursor.id))"
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

    /// The index of that order within an organization and a status.
    var index: String {
        switch self {
        case .createdAt: "asset_by_created"
        case .updatedAt: "asset_by_updated"
        case .title: "asset_by_title"
        case .byteSize: "asset_by_size"
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
