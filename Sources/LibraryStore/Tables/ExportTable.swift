internal import Database
package import Library

/// The library page by page, in orders that nothing changes (M48); every query carries the organization.
package struct ExportTable: Sendable {
    let transaction: any Transaction

    /// Assets of every status but what is being deleted, oldest first, after `cursor`; with where the next page begins.
    package func assets(
        after cursor: ListCursor?, limit: Int, in organization: OrganizationID
    ) async throws -> (assets: [Asset], next: ListCursor?) {
        let sort = AssetSort(field: .createdAt, descending: false)
        let query = AssetQuery(
            shelf: .all, sort: sort, position: cursor.map { .after($0) } ?? .page(1), limit: limit)
        let plan = try await transaction.assets.plan(query, in: organization)
        let (assets, hasMore, _) = try await transaction.assets.list(plan)
        let next = hasMore ? assets.last.map { ListCursor(after: $0, in: sort) } : nil
        return (assets.filter { $0.status != .deleting }, next)
    }

    /// Every folder, those above before those below.
    package func folders(in organization: OrganizationID) async throws -> [Folder] {
        let all = try await transaction.folders.list(FolderQuery(limit: Folder.maximumCount), in: organization).folders
        var below = Dictionary(grouping: all) { $0.parentID }
        var ordered: [Folder] = []
        var level = below.removeValue(forKey: nil) ?? []
        while !level.isEmpty {
            ordered += level
            level = level.flatMap { below.removeValue(forKey: $0.id) ?? [] }
        }
        return ordered
    }

    /// All usages of several assets, each asset's oldest first.
    package func usages(of assets: [AssetID], in organization: OrganizationID) async throws -> [AssetID: [PlacedUsage]] {
        if assets.isEmpty { return [:] }
        let rows = try await transaction.rows(
            """
            SELECT uses.id, uses.organization_id, uses.asset_id, uses.target_type, uses.target_id, uses.slot_type, uses.slot_key,
                uses.position, uses.origin, uses.created_by, uses.created_at,
                item.title AS item_title, item.url AS item_url, item.id AS item_id
            FROM asset_usage AS uses
            LEFT JOIN content_item AS item ON item.organization_id = uses.organization_id AND item.type = uses.target_type
                AND item.external_id = uses.target_id
            WHERE uses.asset_id IN (\(SQL.list(assets))) AND uses.organization_id = \(organization)
            ORDER BY uses.created_at, uses.id
            """)
        return try rows.reduce(into: [:]) { usages, row in
            let item: ContentItemID? = try row.get("item_id")
            let usage = PlacedUsage(
                usage: try Usage(row), title: try row.get("item_title"), url: try row.get("item_url"), item: item)
            usages[usage.usage.assetID, default: []].append(usage)
        }
    }

    /// One page of content items, by type and name.
    package func content(
        after position: UsageTarget?, limit: Int, in organization: OrganizationID
    ) async throws -> [ContentItem] {
        let rest: SQL = position.map { " AND (type, external_id) > (\($0.type), \($0.externalID))" } ?? ""
        return try await transaction.rows(
            """
            SELECT \(ContentTable.columns) FROM content_item WHERE organization_id = \(organization)\(rest)
            ORDER BY type, external_id LIMIT \(limit)
            """
        ).map(ContentItem.init)
    }
}
