/// A change of a folder: nil leaves a value as it is.
package struct FolderEdit: Sendable {
    package var name: String?
    /// An inner nil moves the folder to the root.
    package var parentID: FolderID??

    package init(name: String? = nil, parentID: FolderID?? = nil) {
        self.name = name
        self.parentID = parentID
    }

    /// The folder after the edit, its name checked and normalized; throws ``FolderError`` `invalidFields`.
    package func applied(to folder: Folder) throws(FolderError) -> Folder {
        var folder = folder
        if let name {
            var problems: [FieldProblem] = []
            folder.name = Folder.checkName(name, &problems)
            if !problems.isEmpty { throw .invalidFields(problems) }
        }
        if let parentID { folder.parentID = parentID }
        return folder
    }
}

extension Folder {
    /// What editors have changed since `former`, for the audit log (M6).
    package func changes(since former: Folder) -> [AuditChange] {
        AuditChange.between([
            ("name", former.name, name), ("parentId", former.parentID?.description, parentID?.description),
        ])
    }
}
