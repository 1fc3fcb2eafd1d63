internal import Database
package import Library

/// Companies and people by the page, and under the lock of a change (M40).
extension ContentTable {
    /// One page, and whether a next one exists.
    package func page(
        _ query: RecordQuery, of type: ContentType, in organization: OrganizationID
    ) async throws -> (items: [ContentItem], hasMore: Bool) {
        let direction: SQL = query.sort.descending ? "DESC" : "ASC"
        let column = query.sort.field.column
        let rest = query.after.map { $0.condition(column, descending: query.sort.descending) } ?? ""
        let items = try await transaction.rows(
            """
            SELECT \(Self.columns) FROM content_item WHERE organization_id = \(organization) AND type = \(type)\(rest)
            ORDER BY \(column) \(direction), id \(direction) LIMIT \(query.limit + 1)
            """
        ).map(ContentItem.init)
        return (Array(items.prefix(query.limit)), items.count > query.limit)
    }

    /// How many there are, counting no further than one past ``AssetQuery/exactTotalLimit``.
    package func boundedCount(_ type: ContentType, in organization: OrganizationID) async throws -> Int {
        try await transaction.value(
            """
            SELECT COUNT(*) AS total FROM (
                SELECT 1 FROM content_item WHERE organization_id = \(organization) AND type = \(type)
                LIMIT \(AssetQuery.exactTotalLimit + 1)
            ) AS bounded
            """) ?? 0
    }
}

extension RecordSort.Field {
    /// Each leads an index, behind organization and type.
    fileprivate var column: SQL {
        switch self {
        case .createdAt: "created_at"
        case .name: "title_folded"
        }
    }
}

extension RecordCursor {
    /// What comes after it, ` AND` before it.
    fileprivate func condition(_ column: SQL, descending: Bool) -> SQL {
        let value: SQL =
            switch value {
            case .createdAt(let moment): "\(moment)"
            // Only a forged cursor holds a NUL, which PostgreSQL does not take; no name does.
            case .name(let name): "\(name.replacing("\0", with: "\u{1}"))"
            }
        let sign: SQL = descending ? "<" : ">"
        return " AND (\(column), id) \(sign) (\(value), \(id))"
    }
}
