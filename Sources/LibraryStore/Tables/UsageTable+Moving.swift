import Database
package import Library

extension UsageTable {
    /// The declared usages of an asset, oldest first.
    package func declared(_ asset: AssetID, in organization: OrganizationID) async throws -> [Usage] {
        try await transaction.rows(
            """
            SELECT \(Self.columns) FROM asset_usage
            WHERE asset_id = \(asset) AND organization_id = \(organization) AND origin = \(UsageOrigin.declared)
            ORDER BY created_at, id
            """
        ).map(Usage.init)
    }

    /// Has `usage` be another asset's, as old as it is; where that one is used in the same place already, the two become one. The
    /// organization is locked.
    package func move(_ usage: Usage, to asset: AssetID) async throws {
        try await delete(usage)
        _ = try await insert(
            Usage(
                id: usage.id, organizationID: usage.organizationID, assetID: asset, target: usage.target,
                slotType: usage.slotType,
                slotKey: usage.slotKey, position: usage.position, origin: usage.origin, createdBy: usage.createdBy,
                createdAt: usage.createdAt))
    }
}
