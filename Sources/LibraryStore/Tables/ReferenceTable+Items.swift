import Database
package import Library

/// Which items have references of a sort.
extension ReferenceTable {
    /// The items with a reference that leads to `asset`, in the order of their ids.
    package func items(leadingTo asset: AssetID, in organization: OrganizationID) async throws -> [ContentItemID] {
        try await transaction.rows(
            """
            SELECT DISTINCT content_id FROM content_reference
            WHERE asset_id = \(asset) AND organization_id = \(organization) ORDER BY content_id
            """
        ).map { try $0.get("content_id") }
    }

    /// The references that name one of `paths` and lead nowhere, by item; no more than `limit`.
    package func unresolved(
        naming paths: [String], limit: Int, in organization: OrganizationID
    ) async throws -> [BrokenPath] {
        if paths.isEmpty { return [] }
        return try await transaction.rows(
            """
            SELECT type, external_id, title, url, item.id AS item_id, slot_type, slot_key, position, written FROM (
                SELECT DISTINCT content_id, ordinal, slot_type, slot_key, position, written FROM content_reference
                WHERE organization_id = \(organization) AND asset_id IS NULL
                    AND lookup IN (\(SQL.list(paths.map { ReferenceLookup.path($0).text })))
                ORDER BY content_id, ordinal LIMIT \(limit)
            ) AS broken
            JOIN content_item AS item ON item.id = broken.content_id AND item.organization_id = \(organization)
            ORDER BY broken.content_id, ordinal
            """
        ).map { row in
            BrokenPath(
                place: ContentPlace(
                    item: try row.get("item_id"),
                    target: UsageTarget(type: try row.get("type"), externalID: try row.get("external_id")),
                    title: try row.get("title"), url: try row.get("url"),
                    slot: ContentSlot(
                        type: try row.get("slot_type"), key: try row.get("slot_key"), position: try row.get("position"))),
                written: try row.get("written"))
        }
    }

    /// How many references name one of `paths` and lead nowhere.
    package func unresolvedCount(naming paths: [String], in organization: OrganizationID) async throws -> Int {
        if paths.isEmpty { return 0 }
        return try await transaction.value(
            """
            SELECT COUNT(*) AS total FROM (
                SELECT DISTINCT content_id, ordinal FROM content_reference
                WHERE organization_id = \(organization) AND asset_id IS NULL
                    AND lookup IN (\(SQL.list(paths.map { ReferenceLookup.path($0).text })))
            ) AS broken
            """) ?? 0
    }

    /// How many references lead to the asset by its logical path, and would lead nowhere without it.
    package func count(leadingTo asset: AssetID, by path: String, in organization: OrganizationID) async throws -> Int {
        try await transaction.value(
            """
            SELECT COUNT(*) FROM content_reference
            WHERE asset_id = \(asset) AND organization_id = \(organization) AND lookup = \(ReferenceLookup.path(path).text)
            """) ?? 0
    }
}
