internal import Database
package import Library

/// Where an asset is used (M37).
extension UsageTable {
    /// The places that use an asset, oldest first, beginning behind `after`; one indexed query (M36).
    ///
    /// The asset is the organization's.
    package func places(
        of asset: AssetID, after: UsagePosition? = nil, limit: Int, in organization: OrganizationID
    ) async throws -> [PlacedUsage] {
        let rest: SQL = after.map { "AND (created_at, id) > (\($0.createdAt), \($0.id))" } ?? ""
        return try await transaction.rows(
            """
            SELECT uses.id, uses.organization_id, uses.asset_id, uses.target_type, uses.target_id, uses.slot_type, uses.slot_key,
                uses.position, uses.origin, uses.created_by, uses.created_at,
                item.title AS item_title, item.url AS item_url, item.id AS item_id
            FROM (
                SELECT \(Self.columns) FROM asset_usage
                WHERE asset_id = \(asset) AND organization_id = \(organization) \(rest)
                ORDER BY created_at, id LIMIT \(limit)
            ) AS uses
            LEFT JOIN content_item AS item ON item.organization_id = uses.organization_id AND item.type = uses.target_type
                AND item.external_id = uses.target_id
            ORDER BY uses.created_at, uses.id
            """
        ).map(PlacedUsage.init)
    }

    /// One usage of an asset by its id.
    package func find(_ id: UsageID, of asset: AssetID, in organization: OrganizationID) async throws -> Usage? {
        try await transaction.row(
            """
            SELECT \(Self.columns) FROM asset_usage
            WHERE id = \(id) AND asset_id = \(asset) AND organization_id = \(organization)
            """
        ).map(Usage.init)
    }

    /// The declared usage of an asset at a place; nulls are equal (M35).
    package func declared(_ asset: AssetID, at place: UsagePlace, in organization: OrganizationID) async throws -> Usage? {
        try await transaction.row(
            """
            SELECT \(Self.columns) FROM asset_usage
            WHERE asset_id = \(asset) AND organization_id = \(organization) AND target_type = \(place.target.type)
                AND target_id = \(place.target.externalID) AND slot_type = \(place.slot.type)
                AND COALESCE(slot_key, '') = \(place.slot.key ?? "") AND COALESCE(position, -1) = \(place.slot.position ?? -1)
                AND origin = \(UsageOrigin.declared)
            """
        ).map(Usage.init)
    }
}

extension PlacedUsage {
    fileprivate init(_ row: Row) throws {
        self.init(
            usage: try Usage(row), title: try row.get("item_title"), url: try row.get("item_url"), item: try row.get("item_id"))
    }
}
