import Database
package import Library

/// Logical paths that assets have left, for references that still name them (M64).
package struct FormerPathTable: Sendable {
    let transaction: any Transaction

    /// The asset's path was `old` and is `new`. The organization is locked.
    package func note(_ asset: AssetID, left old: String?, for new: String?, in organization: OrganizationID, at now: Timestamp)
        async throws
    {
        if let old {
            try await transaction.run(
                """
                INSERT INTO former_path (asset_id, path, organization_id, left_at)
                VALUES (\(asset), \(old), \(organization), \(now))
                ON CONFLICT (asset_id, path) DO UPDATE SET left_at = excluded.left_at
                """)
        }
        if let new {
            try await transaction.run(
                "DELETE FROM former_path WHERE asset_id = \(asset) AND path = \(new) AND organization_id = \(organization)")
        }
    }

    /// The paths the asset had last of all assets, and no other has now, in Trash or out of it; the latest first.
    package func free(of asset: AssetID, in organization: OrganizationID) async throws -> [String] {
        let left = try await transaction.rows(
            """
            SELECT path FROM former_path
            WHERE asset_id = \(asset) AND organization_id = \(organization)
                AND NOT EXISTS (
                    SELECT 1 FROM former_path AS later
                    WHERE later.path = former_path.path AND later.organization_id = former_path.organization_id
                        AND later.asset_id <> former_path.asset_id AND later.left_at >= former_path.left_at)
            ORDER BY left_at DESC, path
            """
        ).map { try $0.get("path", as: String.self) }
        if left.isEmpty { return [] }
        let taken = Set(
            try await transaction.rows(
                """
                SELECT logical_path FROM asset
                WHERE organization_id = \(organization) AND logical_path_folded IN (\(SQL.list(Set(left.map(\.folded)))))
                """
            ).map { try $0.get("logical_path", as: String.self) })
        return left.filter { !taken.contains($0) }
    }
}
