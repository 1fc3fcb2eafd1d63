import Database
import Library
import LibraryStore
import Operations

/// Folders of the first organization, as the system has them.
extension TestLibrary {
    func folder(_ name: String, in parent: Folder? = nil) async throws -> Folder {
        try await library.createFolder(name, in: parent?.id, by: system)
    }

    @discardableResult
    func move(_ folder: Folder, to parent: Folder?) async throws -> Folder {
        try await library.editFolder(folder.id, FolderEdit(parentID: .some(parent?.id)), by: system)
    }

    func listed(_ parent: FolderQuery.Parent) async throws -> [String] {
        try await library.listFolders(FolderQuery(parent: parent, limit: 100), by: system).folders.map(\.name)
    }

    /// An asset of ten bytes in `folder`.
    func asset(_ name: String = "file.txt", in folder: Folder?) async throws -> Asset {
        var edit = AssetEdit()
        edit.folderID = .some(folder?.id)
        return try await library.editAsset(try await upload(Samples.text(10), as: name).id, edit, by: system)
    }

    /// What was done to `subject`, the last first.
    func audit<Noun>(of subject: ID<Noun>) async throws -> [AuditRecord] {
        let query = AuditQuery(subject: ID(rawValue: subject.rawValue), limit: 100)
        return try await library.auditLog(query, by: caller(.owner)).records
    }

    /// The assets of the change feed, in its order.
    func feed() async throws -> [AssetID] {
        let organization = organization.id
        return try await library.database.read { transaction in
            try await transaction.rows(
                "SELECT asset_id FROM change_entry WHERE organization_id = \(organization) ORDER BY number"
            )
            .map { try $0.get("asset_id") }
        }
    }
}
