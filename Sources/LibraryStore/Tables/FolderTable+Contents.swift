internal import Database
package import Library

/// What lies in folders, and how it is taken out of them. Assets in Trash count as nowhere: nobody sees them in a folder.
extension FolderTable {
    /// How many folders and assets lie right in this one.
    package func contents(of id: FolderID, in organization: OrganizationID) async throws -> (folders: Int, assets: Int) {
        let assets: Int? = try await transaction.value(
            """
            SELECT COUNT(*) FROM asset
            WHERE organization_id = \(organization) AND status IN (\(Self.visible)) AND folder_id = \(id)
            """)
        return (try await count(.folder(id), in: organization), assets ?? 0)
    }

    /// The first name of a folder in this one that folds to the same as a neighbour's; what keeps them from moving up.
    package func clash(movingUp folder: Folder) async throws -> String? {
        let neighbour: SQL =
            if let parent = folder.parentID { "neighbour.parent_id = \(parent)" } else { "neighbour.parent_id IS NULL" }
        return try await transaction.value(
            """
            SELECT child.name FROM folder AS child
            JOIN folder AS neighbour ON neighbour.name_folded = child.name_folded
                AND neighbour.organization_id = \(folder.organizationID) AND \(neighbour) AND neighbour.id <> \(folder.id)
            WHERE child.organization_id = \(folder.organizationID) AND child.parent_id = \(folder.id)
            ORDER BY child.name_folded LIMIT 1
            """)
    }

    /// Up to `limit` assets of `status` in this folder and below it.
    package func assets(
        below id: FolderID, _ status: AssetStatus, in organization: OrganizationID, limit: Int
    ) async throws -> [AssetID] {
        try await transaction.rows(
            """
            \(below(id, in: organization)) SELECT id FROM asset
            WHERE organization_id = \(organization) AND status = \(status) AND folder_id IN (SELECT member FROM below) LIMIT \(limit)
            """
        ).map { try $0.get("id") }
    }

    /// How many assets that people see lie in this folder and below it.
    package func assetCount(below id: FolderID, in organization: OrganizationID) async throws -> Int {
        try await transaction.value(
            """
            \(below(id, in: organization)) SELECT COUNT(*) FROM asset
            WHERE organization_id = \(organization) AND status IN (\(Self.visible)) AND folder_id IN (SELECT member FROM below)
            """) ?? 0
    }

    /// The assets in this folder and below it that content uses: how many, and the first `limit` of them by name.
    package func usedAssets(below id: FolderID, in organization: OrganizationID, limit: Int) async throws -> UsedContents {
        let used: SQL =
            """
            FROM asset WHERE organization_id = \(organization) AND status IN (\(Self.visible)) AND usage_count > 0
                AND folder_id IN (SELECT member FROM below)
            """
        let count: Int? = try await transaction.value("\(below(id, in: organization)) SELECT COUNT(*) \(used)")
        let rows = try await transaction.rows(
            """
            \(below(id, in: organization)) SELECT id, display_name, usage_count \(used) ORDER BY display_name, id LIMIT \(limit)
            """)
        return UsedContents(
            count: count ?? 0,
            assets: try rows.map {
                UsedContents.UsedAsset(
                    id: try $0.get("id"), name: try $0.get("display_name"), usageCount: try $0.get("usage_count"))
            })
    }

    /// Moves the assets right in `id` to `parent`, with an audit entry and an announcement each, who and when being those of `entry`.
    /// Those in Trash follow without a word. The organization is locked.
    package func moveAssets(from id: FolderID, to parent: FolderID?, as entry: AuditEntry) async throws {
        let organization = entry.organizationID
        // The index of folders leads from the status, so that each is named.
        let lies: SQL =
            "organization_id = \(organization) AND folder_id = \(id) AND status IN (\(SQL.list(AssetStatus.allCases)))"
        let isVisible: SQL = "organization_id = \(organization) AND folder_id = \(id) AND status IN (\(Self.visible))"
        try await transaction.history.recordMoves(of: isVisible, from: id, to: parent, as: entry)
        try await transaction.run(
            """
            UPDATE asset SET folder_id = \(parent),
                updated_at = CASE WHEN updated_at < \(entry.at) THEN \(entry.at) ELSE updated_at + 1 END
            WHERE \(isVisible)
            """)
        try await transaction.run("UPDATE asset SET folder_id = \(parent) WHERE \(lies)")
    }

    /// Frees the name of a folder that is about to be deleted for one that moves up out of it.
    package func giveUpName(of id: FolderID, in organization: OrganizationID) async throws {
        try await transaction.run(
            // No folder's name has a slash.
            "UPDATE folder SET name_folded = '/' WHERE id = \(id) AND organization_id = \(organization)")
    }

    /// Removes the folder and those below it, in which no asset is left but in Trash: those are in no folder from then on.
    package func delete(below id: FolderID, in organization: OrganizationID) async throws {
        let members: SQL = "(\(below(id, in: organization)) SELECT member FROM below)"
        try await transaction.run(
            """
            UPDATE asset SET folder_id = NULL
            WHERE organization_id = \(organization) AND status IN (\(SQL.list(AssetStatus.allCases))) AND folder_id IN \(members)
            """)
        try await transaction.run("DELETE FROM folder WHERE organization_id = \(organization) AND id IN \(members)")
    }

    private static var visible: SQL { SQL.list(AssetStatus.allCases.filter(\.isInLibrary)) }
}

extension HistoryTable {
    /// Records and announces for every asset that matches `condition` that it moved; the organization is locked.
    fileprivate func recordMoves(of condition: SQL, from id: FolderID, to parent: FolderID?, as entry: AuditEntry) async throws {
        let organization = entry.organizationID
        let last: Int64? =
            try await transaction.row(
                "SELECT MAX(number) AS last FROM audit_entry WHERE organization_id = \(organization)"
            ).map { try $0.get("last") } ?? nil
        try await transaction.run(
            """
            INSERT INTO audit_entry (organization_id, user_id, token_id, door, action, subject_id, subject_name, at)
            SELECT \(organization), \(entry.userID), \(entry.tokenID), \(entry.door), 'asset.edit', id, display_name, \(entry.at)
            FROM asset WHERE \(condition) ORDER BY id
            """)
        // Edits of assets hold the organization's lock: what is younger than `last` was written just now.
        try await transaction.run(
            """
            INSERT INTO audit_change (entry, field, before_value, after_value)
            SELECT number, 'folderId', \(id.description), \(parent?.description) FROM audit_entry
            WHERE organization_id = \(organization) AND number > \(last ?? 0) AND action = 'asset.edit'
            """)
        try await transaction.run(
            """
            INSERT INTO change_entry (organization_id, asset_id, is_tombstone, at)
            SELECT organization_id, id, 0, \(entry.at) FROM asset WHERE \(condition) ORDER BY id
            """)
    }
}
