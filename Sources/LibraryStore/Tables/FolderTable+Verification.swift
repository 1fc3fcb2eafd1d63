internal import Database
package import Library

extension FolderTable {
    /// Assets that name a folder their organization does not have; at most a hundred.
    package func lostAssets(in organization: OrganizationID) async throws -> [AssetID] {
        try await transaction.rows(
            """
            SELECT asset.id AS id FROM asset
            LEFT JOIN folder ON folder.id = asset.folder_id AND folder.organization_id = asset.organization_id
            WHERE asset.organization_id = \(organization) AND asset.folder_id IS NOT NULL AND folder.id IS NULL
            ORDER BY asset.id LIMIT 100
            """
        ).map { try $0.get("id") }
    }

    /// Folders from which no way leads up to the root: they lie in each other, too deep, or in another organization's; at most a hundred.
    package func lostFolders(in organization: OrganizationID) async throws -> [FolderID] {
        try await transaction.rows(
            """
            WITH RECURSIVE below (member, depth) AS (
                SELECT id, 1 FROM folder WHERE organization_id = \(organization) AND parent_id IS NULL
                UNION ALL
                SELECT folder.id, depth + 1 FROM below
                JOIN folder ON folder.parent_id = below.member AND folder.organization_id = \(organization)
                WHERE depth < \(Folder.maximumDepth)
            )
            SELECT id FROM folder WHERE organization_id = \(organization) AND id NOT IN (SELECT member FROM below)
            ORDER BY id LIMIT 100
            """
        ).map { try $0.get("id") }
    }
}
