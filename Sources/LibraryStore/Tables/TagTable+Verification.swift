internal import Database
package import Library

extension TagTable {
    /// Tags whose count is not the number of assets that have them, or that no asset has: name, count, true count.
    package func miscounted(in organization: OrganizationID) async throws -> [(name: String, assets: Int, actual: Int)] {
        try await transaction.rows(
            """
            SELECT name, assets, COUNT(asset_tag.asset_id) AS actual
            FROM tag LEFT JOIN asset_tag ON asset_tag.tag_id = tag.id
            WHERE organization_id = \(organization)
            GROUP BY tag.id, name, assets
            HAVING assets <> COUNT(asset_tag.asset_id) OR assets = 0
            ORDER BY name
            """
        ).map { (try $0.get("name"), try $0.get("assets"), try $0.get("actual")) }
    }

    /// Those of `assets` whose row names other tags than their links do.
    package func misnamed(among assets: [AssetID], in organization: OrganizationID) async throws -> [AssetID] {
        if assets.isEmpty { return [] }
        // One statement, so that no change comes between row and links.
        let rows = try await transaction.rows(
            """
            SELECT asset.id AS id, asset.tags AS tags, tag.name AS name
            FROM asset LEFT JOIN asset_tag ON asset_tag.asset_id = asset.id LEFT JOIN tag ON tag.id = asset_tag.tag_id
            WHERE asset.organization_id = \(organization) AND asset.id IN (\(SQL.list(assets)))
            """)
        var named: [AssetID: (row: String, links: [String])] = [:]
        for row in rows {
            let id: AssetID = try row.get("id")
            let name: String? = try row.get("name")
            let tags: String = try row.get("tags")
            named[id, default: (row: tags, links: [])].links += name.map { [$0] } ?? []
        }
        return assets.filter { id in named[id].map { $0.links.sorted().joined(separator: "\n") != $0.row } ?? false }
    }
}
