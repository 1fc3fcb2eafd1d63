internal import Database
package import Library

/// Questions about what lies above and below a folder. The depth is bounded, so that no tree, however it came about, is walked for ever.
extension FolderTable {
    /// The folders from the root down to this one, itself last; empty when there is none.
    package func path(to id: FolderID, in organization: OrganizationID) async throws -> [Folder] {
        try await transaction.rows(
            """
            WITH RECURSIVE above (ancestor, next, height) AS (
                SELECT id, parent_id, 0 FROM folder WHERE id = \(id) AND organization_id = \(organization)
                UNION ALL
                SELECT folder.id, folder.parent_id, height + 1 FROM above
                JOIN folder ON folder.id = above.next AND folder.organization_id = \(organization)
                WHERE height < \(Folder.maximumDepth)
            )
            SELECT \(Self.columns) FROM above JOIN folder ON folder.id = ancestor ORDER BY height DESC
            """
        ).map(Folder.init)
    }

    /// How many levels this folder and those below it fill; 1 without any.
    package func height(of id: FolderID, in organization: OrganizationID) async throws -> Int {
        try await transaction.value("\(below(id, in: organization)) SELECT COALESCE(MAX(depth), 0) FROM below") ?? 0
    }

    /// This folder and everything below it, the highest first.
    package func tree(of id: FolderID, in organization: OrganizationID) async throws -> [Folder] {
        try await transaction.rows(
            """
            \(below(id, in: organization)) SELECT \(Self.columns) FROM below JOIN folder ON folder.id = member
            ORDER BY depth, name_folded, folder.id
            """
        ).map(Folder.init)
    }

    /// The folders right in this one.
    package func children(of id: FolderID, in organization: OrganizationID) async throws -> [Folder] {
        try await list(FolderQuery(parent: .folder(id), limit: Folder.maximumCount), in: organization).folders
    }

    /// `WITH RECURSIVE below (member, depth)`: this folder, depth 1, and everything below it.
    func below(_ id: FolderID, in organization: OrganizationID) -> SQL {
        """
        WITH RECURSIVE below (member, depth) AS (
            SELECT id, 1 FROM folder WHERE id = \(id) AND organization_id = \(organization)
            UNION ALL
            SELECT folder.id, depth + 1 FROM below
            JOIN folder ON folder.parent_id = below.member AND folder.organization_id = \(organization)
            WHERE depth <= \(Folder.maximumDepth)
        )
        """
    }
}
