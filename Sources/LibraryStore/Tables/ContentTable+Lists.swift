internal import Database
package import Library

/// Content items of any type by the page.
extension ContentTable {
    /// One page, newest first, without bodies; one more than asked says that more follow.
    package func list(_ query: ContentQuery, in organization: OrganizationID) async throws -> [ContentItem] {
        let rest: SQL = query.after.map { "AND (created_at, id) < (\($0.createdAt), \($0.id))" } ?? ""
        return try await transaction.rows(
            """
            SELECT id, organization_id, type, external_id, title, url, '' AS body, format, revision, created_by, created_at, updated_at
            FROM content_item WHERE organization_id = \(organization) \(matches(query)) \(rest)
            ORDER BY created_at DESC, id DESC LIMIT \(query.limit + 1)
            """
        ).map(ContentItem.init)
    }

    /// How many there are, counting no further than one past ``AssetQuery/exactTotalLimit``.
    package func boundedCount(_ query: ContentQuery, in organization: OrganizationID) async throws -> Int {
        try await transaction.value(
            """
            SELECT COUNT(*) AS total FROM (
                SELECT 1 FROM content_item WHERE organization_id = \(organization) \(matches(query))
                LIMIT \(AssetQuery.exactTotalLimit + 1)
            ) AS bounded
            """) ?? 0
    }

    /// The types that there are items of, by name.
    package func types(in organization: OrganizationID) async throws -> [ContentType] {
        // Leaps along the index from type to type, instead of reading all items.
        var types: [ContentType] = []
        while types.count < 200 {
            let rest: SQL = types.last.map { "AND type > \($0)" } ?? ""
            let next: ContentType? = try await transaction.row(
                "SELECT type FROM content_item WHERE organization_id = \(organization) \(rest) ORDER BY type LIMIT 1"
            ).map { try $0.get("type") }
            guard let next else { break }
            types.append(next)
        }
        return types
    }

    private func matches(_ query: ContentQuery) -> SQL {
        let type: SQL = query.type.map { "AND type = \($0)" } ?? ""
        return "\(type) \(matches(query.search.folded))"
    }
}

extension ReferenceTable {
    /// How many references of each item lead somewhere, and how many certain ones nowhere; items without any are left out.
    package func counts(
        of items: [ContentItemID], in organization: OrganizationID
    ) async throws -> [ContentItemID: (found: Int, broken: Int)] {
        if items.isEmpty { return [:] }
        let rows = try await transaction.rows(
            """
            SELECT content_id, COUNT(asset_id) AS found,
                SUM(CASE WHEN asset_id IS NULL AND is_certain = 1 THEN 1 ELSE 0 END) AS broken
            FROM content_reference
            WHERE organization_id = \(organization) AND content_id IN (\(SQL.list(items))) AND alternative = 0
            GROUP BY content_id
            """)
        return try rows.reduce(into: [:]) { counts, row in
            counts[try row.get("content_id", as: ContentItemID.self)] = (try row.get("found"), try row.get("broken"))
        }
    }
}
