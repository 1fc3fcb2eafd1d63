internal import Database
package import Library

/// Where in the usages of an asset, or among content items, an export goes on.
package struct UsagePosition: Hashable, Sendable {
    package let createdAt: Timestamp
    package let id: UsageID

    package init(_ usage: Usage) {
        createdAt = usage.createdAt
        id = usage.id
    }
}

/// A usage with what its content item is called, where the library knows it.
package struct ListedUsage: Sendable {
    package let usage: Usage
    package let targetTitle: String?
    package let targetURL: String?
}

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

    /// All usages of several assets.
    package func usages(of assets: [AssetID], in organization: OrganizationID) async throws -> [AssetID: [ListedUsage]] {
        if assets.isEmpty { return [:] }
        let rows = try await transaction.rows(
            "\(select) AND asset_id IN (\(SQL.list(assets))) AND asset_usage.organization_id = \(organization)\(order)")
        return try rows.reduce(into: [:]) { usages, row in
            let usage = try ListedUsage(row)
            usages[usage.usage.assetID, default: []].append(usage)
        }
    }

    /// One page of an asset's usages, oldest first.
    package func usages(
        of asset: AssetID, after position: UsagePosition?, limit: Int, in organization: OrganizationID
    ) async throws -> [ListedUsage] {
        let rest: SQL =
            position.map { " AND (asset_usage.created_at, asset_usage.id) > (\($0.createdAt), \($0.id))" } ?? ""
        return try await transaction.rows(
            """
            \(select) AND asset_id = \(asset) AND asset_usage.organization_id = \(organization)\(rest)\(order)
            LIMIT \(limit)
            """
        ).map(ListedUsage.init)
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

    private var select: SQL {
        """
        SELECT asset_usage.id AS id, asset_usage.organization_id AS organization_id, asset_id, target_type, target_id, slot_type,
            slot_key, position, origin, asset_usage.created_by AS created_by, asset_usage.created_at AS created_at,
            title AS target_title, url AS target_url
        FROM asset_usage LEFT JOIN content_item ON content_item.organization_id = asset_usage.organization_id
            AND type = target_type AND external_id = target_id
        WHERE 1 = 1
        """
    }

    private var order: SQL { " ORDER BY asset_usage.created_at, asset_usage.id" }
}

extension ListedUsage {
    fileprivate init(_ row: Row) throws {
        usage = try Usage(row)
        targetTitle = try row.get("target_title")
        targetURL = try row.get("target_url")
    }
}
