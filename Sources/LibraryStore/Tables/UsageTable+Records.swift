internal import Database
package import Library

extension UsageTable {
    /// The media in the library that companies or people have, by what these are called outside; the newest pivot's first (M40).
    ///
    /// One statement, however many they are.
    package func media(
        of items: [ContentItem], _ kind: RecordKind, in organization: OrganizationID
    ) async throws -> [String: [Asset]] {
        if items.isEmpty { return [:] }
        let statuses = AssetStatus.allCases.filter(\.isInLibrary)
        let rows = try await transaction.rows(
            """
            SELECT \(AssetTable.columns), used_in FROM (
                SELECT id AS use_id, asset_id AS used_id, target_id AS used_in, created_at AS used_since FROM asset_usage
                WHERE organization_id = \(organization) AND target_type = \(kind.contentType)
                    AND target_id IN (\(SQL.list(items.map(\.externalID))))
                    AND slot_type = \(kind.slotType) AND origin = \(UsageOrigin.declared)
            ) AS uses CROSS JOIN asset
            WHERE asset.id = uses.used_id AND asset.organization_id = \(organization) AND asset.status IN (\(SQL.list(statuses)))
            ORDER BY used_since DESC, use_id DESC
            """)
        return try rows.reduce(into: [:]) { media, row in
            media[try row.get("used_in", as: String.self), default: []].append(try Asset(row))
        }
    }

    /// Assets whose count is not the number of places that use them: id, count, true count.
    package func miscounted(in organization: OrganizationID) async throws -> [(id: AssetID, counted: Int, actual: Int)] {
        try await transaction.rows(
            """
            SELECT id, usage_count AS counted, COALESCE(places, 0) AS actual
            FROM asset LEFT JOIN (
                SELECT asset_id, COUNT(*) AS places FROM asset_usage WHERE organization_id = \(organization) GROUP BY asset_id
            ) AS uses ON uses.asset_id = asset.id
            WHERE asset.organization_id = \(organization) AND usage_count <> COALESCE(places, 0) ORDER BY id
            """
        ).map { (try $0.get("id"), try $0.get("counted"), try $0.get("actual")) }
    }
}
