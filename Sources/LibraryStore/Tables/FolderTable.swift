internal import Database
package import Library

/// Folders; every query carries the organization (M1, M30).
package struct FolderTable: Sendable {
    let transaction: any Transaction

    static let columns = SQL(
        """
        folder.id AS id, folder.organization_id AS organization_id, folder.parent_id AS parent_id, folder.name AS name,
        folder.revision AS revision, folder.created_at AS created_at, folder.updated_at AS updated_at
        """)

    package func insert(_ folder: Folder) async throws {
        try await transaction.run(
            """
            INSERT INTO folder (id, organization_id, parent_id, name, name_folded, revision, created_at, updated_at)
            VALUES (\(folder.id), \(folder.organizationID), \(folder.parentID), \(folder.name), \(folder.name.folded),
                \(folder.revision), \(folder.createdAt), \(folder.updatedAt))
            """)
    }

    package func find(_ id: FolderID, in organization: OrganizationID) async throws -> Folder? {
        try await transaction.row("SELECT \(Self.columns) FROM folder WHERE id = \(id) AND organization_id = \(organization)")
            .map(Folder.init)
    }

    /// The folder right in `parent` whose name folds to the same as `name`; nil is the root.
    package func find(named name: String, in parent: FolderID?, of organization: OrganizationID) async throws -> Folder? {
        guard name.isStorable else { return nil }
        return try await transaction.row(
            """
            SELECT \(Self.columns) FROM folder
            WHERE organization_id = \(organization) AND \(lies(in: parent)) AND name_folded = \(name.folded)
            """
        ).map(Folder.init)
    }

    /// One page of folders, with one more than asked to know whether a next page exists.
    package func list(
        _ query: FolderQuery, in organization: OrganizationID
    ) async throws -> (folders: [Folder], hasMore: Bool) {
        // Neighbours' names differ, and the index that sees to it is in their order.
        let isByNameAlone = query.parent != .any
        var filter = filter(query, in: organization)
        if let after = query.after {
            // Only a forged cursor holds a NUL, which PostgreSQL does not take; no name does.
            let name = after.foldedName.replacing("\0", with: "\u{1}")
            filter +=
                isByNameAlone
                ? " AND name_folded > \(name)"
                : " AND name_folded >= \(name) AND (name_folded, id) > (\(name), \(after.id))"
        }
        let order: SQL = isByNameAlone ? "name_folded" : "name_folded, folder.id"
        let folders = try await transaction.rows(
            "SELECT \(Self.columns) FROM folder WHERE \(filter) ORDER BY \(order) LIMIT \(query.limit + 1)"
        ).map(Folder.init)
        return (Array(folders.prefix(query.limit)), folders.count > query.limit)
    }

    /// How many folders match; no organization has more than ``Folder/maximumCount``.
    package func count(_ parent: FolderQuery.Parent = .any, in organization: OrganizationID) async throws -> Int {
        let filter = filter(FolderQuery(parent: parent), in: organization)
        return try await transaction.value("SELECT COUNT(*) FROM folder WHERE \(filter)") ?? 0
    }

    /// Writes name and place; the revision counts on.
    package func update(_ folder: Folder, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE folder SET parent_id = \(folder.parentID), name = \(folder.name), name_folded = \(folder.name.folded),
                revision = \(folder.revision), updated_at = \(folder.updatedAt)
            WHERE id = \(folder.id) AND organization_id = \(organization)
            """)
    }

    private func filter(_ query: FolderQuery, in organization: OrganizationID) -> SQL {
        let sql: SQL = "organization_id = \(organization)"
        switch query.parent {
        case .any: return sql
        // No name is empty; without a bound SQLite would walk the index of all folders.
        case .root: return sql + " AND \(lies(in: nil)) AND name_folded > ''"
        case .folder(let parent): return sql + " AND \(lies(in: parent))"
        }
    }

    /// Nulls are equal to nothing, and an index is found by `IS NULL` only.
    func lies(in parent: FolderID?) -> SQL {
        if let parent { "parent_id = \(parent)" } else { "parent_id IS NULL" }
    }
}

extension Folder {
    init(_ row: Row) throws {
        self.init(
            id: try row.get("id"), organizationID: try row.get("organization_id"), parentID: try row.get("parent_id"),
            name: try row.get("name"), revision: try row.get("revision"), createdAt: try row.get("created_at"),
            updatedAt: try row.get("updated_at"))
    }
}
