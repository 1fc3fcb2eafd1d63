internal import Database
package import Library

/// What documents name by logical paths (M44).
extension AssetTable {
    /// The organization's active and archived assets that have one of `paths`, compared exactly, in one query.
    package func visible(at paths: Set<String>, in organization: OrganizationID) async throws -> [Asset] {
        let paths = paths.filter { $0.isStorable }
        if paths.isEmpty { return [] }
        // The index is of the folded paths.
        let folded = Set(paths.map(\.folded))
        let inLibrary = AssetStatus.allCases.filter(\.isInLibrary)
        let assets = try await transaction.rows(
            """
            SELECT \(Self.columns) FROM asset
            WHERE organization_id = \(organization) AND logical_path_folded IN (\(SQL.list(folded)))
                AND status IN (\(SQL.list(inLibrary)))
            """
        ).map(Asset.init)
        return assets.filter { $0.logicalPath.map(paths.contains) == true }
    }
}

extension AssetTable {
    /// Those of the organization's assets that have one of `ids`, whatever their status.
    package func find(_ ids: Set<AssetID>, in organization: OrganizationID) async throws -> [AssetID: Asset] {
        var found: [AssetID: Asset] = [:]
        let ids = Array(ids)
        for start in stride(from: 0, to: ids.count, by: 500) {
            let batch = Array(ids[start..<min(start + 500, ids.count)])
            let rows = try await transaction.rows(
                """
                SELECT \(Self.columns) FROM (\(SQL.rows(batch))) AS wanted CROSS JOIN asset
                WHERE asset.id = wanted.column1 AND asset.organization_id = \(organization)
                """)
            for asset in try rows.map(Asset.init) { found[asset.id] = asset }
        }
        return found
    }
}
