internal import Database
package import Library

extension AssetTable {
    /// Rows without a file here, in the order of their ids, for verification.
    package func withoutBlobs(after id: AssetID?, in organization: OrganizationID, limit: Int) async throws -> [Asset] {
        let position: SQL = id.map { " AND id > \($0)" } ?? ""
        return try await transaction.rows(
            """
            SELECT \(Self.columns) FROM asset
            WHERE organization_id = \(organization) AND storage_key IS NULL\(position) ORDER BY id LIMIT \(limit)
            """
        ).map(Asset.init)
    }
}
