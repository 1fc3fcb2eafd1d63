internal import Database
package import Library

extension FolderTable {
    /// Which of `folders` have folders in them.
    package func parents(among folders: [FolderID], in organization: OrganizationID) async throws -> Set<FolderID> {
        if folders.isEmpty { return [] }
        let rows = try await transaction.rows(
            """
            SELECT DISTINCT parent_id AS id FROM folder
            WHERE organization_id = \(organization) AND parent_id IN (\(SQL.list(folders)))
            """)
        return Set(try rows.map { try $0.get("id") })
    }
}
