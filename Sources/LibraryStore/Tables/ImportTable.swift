internal import Database
package import Library

/// Where imported assets came from (M48, M49); every query but that of a bare address carries the organization.
package struct ImportTable: Sendable {
    let transaction: any Transaction

    /// Notes that `/uploads/<path>` leads to `asset`, whose file had these bytes; false where the path is another's already.
    package func insert(
        path: String, of asset: AssetID, checksum: [UInt8], in organization: OrganizationID, at now: Timestamp
    ) async throws -> Bool {
        try await transaction.run(
            """
            INSERT INTO imported_address (organization_id, path, asset_id, checksum, imported_at)
            VALUES (\(organization), \(path), \(asset), \(checksum), \(now)) ON CONFLICT DO NOTHING
            """) == 1
    }

    /// The asset imported from `path`, and the SHA-256 of the bytes it had then.
    package func find(path: String, in organization: OrganizationID) async throws -> (asset: AssetID, checksum: [UInt8])? {
        try await transaction.row(
            """
            SELECT asset_id, checksum FROM imported_address WHERE organization_id = \(organization) AND path = \(path)
            """
        ).map { (try $0.get("asset_id"), try $0.get("checksum")) }
    }

    /// The paths these assets were imported from.
    package func paths(of assets: [AssetID], in organization: OrganizationID) async throws -> [AssetID: [String]] {
        if assets.isEmpty { return [:] }
        let rows = try await transaction.rows(
            """
            SELECT asset_id, path FROM imported_address
            WHERE organization_id = \(organization) AND asset_id IN (\(SQL.list(assets))) ORDER BY imported_at, path
            """)
        return try rows.reduce(into: [:]) { paths, row in
            paths[try row.get("asset_id"), default: []].append(try row.get("path"))
        }
    }

    /// Notes that `asset` is what `former` was where it was exported; false where that is another already.
    package func insert(former: AssetID, as asset: AssetID, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            """
            INSERT INTO imported_asset (organization_id, former_id, asset_id)
            VALUES (\(organization), \(former), \(asset)) ON CONFLICT DO NOTHING
            """) == 1
    }

    /// What the asset that was `former` where it was exported is here.
    package func asset(formerly former: AssetID, in organization: OrganizationID) async throws -> AssetID? {
        try await transaction.value(
            "SELECT asset_id FROM imported_asset WHERE organization_id = \(organization) AND former_id = \(former)")
    }

    /// Whether an asset of any organization, or of none any more, has this id.
    package func isUsed(_ id: AssetID) async throws -> Bool {
        try await transaction.row("SELECT 1 AS found FROM asset WHERE id = \(id)") != nil
    }

    /// Whether a content item of any organization has this id.
    package func isUsed(_ id: ContentItemID) async throws -> Bool {
        try await transaction.row("SELECT 1 AS found FROM content_item WHERE id = \(id)") != nil
    }

    /// The key of the file behind `/uploads/<path>`: what the organization the path begins with imported from the rest of it, else what
    /// the first organization that imported this path did (M49).
    package func storageKey(ofAddress path: String) async throws -> String? {
        guard path.isStorable else { return nil }
        if let slash = path.firstIndex(of: "/") {
            let key: String? = try await transaction.value(
                """
                SELECT storage_key FROM organization
                JOIN imported_address ON imported_address.organization_id = organization.id
                JOIN asset ON asset.id = imported_address.asset_id
                WHERE slug = \(String(path[..<slash])) AND path = \(String(path[path.index(after: slash)...]))
                """)
            if let key { return key }
        }
        return try await transaction.value(
            """
            SELECT storage_key FROM imported_address JOIN asset ON asset.id = imported_address.asset_id
            WHERE path = \(path) ORDER BY imported_at, imported_address.organization_id LIMIT 1
            """)
    }
}
