internal import Database
package import Library

extension OrganizationTable {
    /// Removes the organization and everything of it but its assets, which stay as detached (M5). The caller has locked it.
    ///
    /// Memberships, tokens, invitations, intents, jobs, counters and history go with the row.
    package func delete(_ id: OrganizationID, leaving former: FormerOrganization) async throws {
        try await transaction.run(
            """
            INSERT INTO former_organization (id, slug, name, deleted_by, deleted_at)
            VALUES (\(former.id), \(former.slug), \(former.name), \(former.deletedBy), \(former.deletedAt))
            """)
        try await transaction.run(
            """
            UPDATE asset SET organization_id = NULL, former_organization_id = \(id), scope = \(AssetScope.detached), folder_id = NULL,
                tags = \(""), usage_count = 0
            WHERE organization_id = \(id)
            """)
        try await transaction.run("DELETE FROM organization WHERE id = \(id)")
    }

    /// Those that were deleted; their assets may still be there.
    package func former() async throws -> [OrganizationID] {
        try await transaction.rows("SELECT id FROM former_organization ORDER BY id").map { try $0.get("id") }
    }
}
