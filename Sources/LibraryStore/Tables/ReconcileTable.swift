internal import Database
package import Library

/// What is compared with content, and with the store, beside the items themselves (M51).
package struct ReconcileTable: Sendable {
    let transaction: any Transaction

    /// The ids of content items of all types, by their types and the names their own systems give them.
    package func items(
        after target: UsageTarget?, in organization: OrganizationID, limit: Int
    ) async throws -> [(id: ContentItemID, target: UsageTarget)] {
        let rest: SQL = target.map { "AND (type, external_id) > (\($0.type), \($0.externalID))" } ?? ""
        return try await transaction.rows(
            """
            SELECT id, type, external_id FROM content_item WHERE organization_id = \(organization) \(rest)
            ORDER BY type, external_id LIMIT \(limit)
            """
        ).map { (try $0.get("id"), UsageTarget(type: try $0.get("type"), externalID: try $0.get("external_id"))) }
    }

    /// Usages that were found in content items which are gone, in the order of their places.
    package func usagesWithoutItem(
        after last: Usage?, in organization: OrganizationID, limit: Int
    ) async throws -> [Usage] {
        let rest: SQL =
            last.map {
                "AND (target_type, target_id, created_at, id) > (\($0.target.type), \($0.target.externalID), \($0.createdAt), \($0.id))"
            } ?? ""
        return try await transaction.rows(
            """
            SELECT \(UsageTable.columns) FROM asset_usage
            WHERE organization_id = \(organization) AND origin = \(UsageOrigin.extracted) \(rest) AND NOT EXISTS (
                SELECT 1 FROM content_item
                WHERE content_item.organization_id = \(organization) AND content_item.type = asset_usage.target_type
                    AND content_item.external_id = asset_usage.target_id)
            ORDER BY target_type, target_id, created_at, id LIMIT \(limit)
            """
        ).map(Usage.init)
    }

    /// Makes an asset count the usages it has. The organization is locked.
    package func recount(_ asset: AssetID, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE asset SET usage_count = (
                SELECT COUNT(*) FROM asset_usage WHERE asset_id = \(asset) AND organization_id = \(organization))
            WHERE id = \(asset) AND organization_id = \(organization)
            """)
    }

    /// Stored files of which nobody knows the size, in the order of their keys.
    package func unknownSizes(after key: String, in organization: OrganizationID, limit: Int) async throws -> [Asset] {
        try await transaction.rows(
            """
            SELECT \(AssetTable.columns) FROM asset
            WHERE organization_id = \(organization) AND byte_size = 0 AND storage_key IS NOT NULL AND storage_key > \(key)
                AND status <> \(AssetStatus.deleting)
            ORDER BY storage_key LIMIT \(limit)
            """
        ).map(Asset.init)
    }

    /// Writes what the store says of an asset's bytes. The organization is locked.
    package func setFile(of asset: Asset, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE asset SET byte_size = \(asset.storedByteSize), mime_type = \(asset.mimeType), kind = \(asset.kind),
                thumbnail_status = \(asset.thumbnail.status)
            WHERE id = \(asset.id) AND organization_id = \(organization)
            """)
    }
}
