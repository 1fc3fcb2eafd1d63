internal import Database
package import Library

extension AssetTable {
    /// Of the assets in the library, Trash not among it, the oldest with these bytes (M21).
    package func oldest(withChecksum checksum: [UInt8], in organization: OrganizationID) async throws -> Asset? {
        let statuses = AssetStatus.allCases.filter(\.isInLibrary)
        return try await transaction.row(
            """
            SELECT \(Self.columns) FROM asset
            WHERE organization_id = \(organization) AND checksum = \(checksum) AND status IN (\(SQL.list(statuses)))
            ORDER BY created_at, id LIMIT 1
            """
        ).map(Asset.init)
    }

    /// Of the links in the library, Trash not among it, the oldest to this address.
    package func oldestLink(to address: String, in organization: OrganizationID) async throws -> Asset? {
        let statuses = AssetStatus.allCases.filter(\.isInLibrary)
        return try await transaction.row(
            """
            SELECT \(Self.columns) FROM asset
            WHERE organization_id = \(organization) AND source_url = \(address) AND provider <> \(AssetProvider.upload)
                AND status IN (\(SQL.list(statuses)))
            ORDER BY created_at, id LIMIT 1
            """
        ).map(Asset.init)
    }
}
