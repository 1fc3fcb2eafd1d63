/// A folder of an organization's library; folders nest, and an asset lies in one or in none (M30).
package struct Folder: Sendable {
    package let id: FolderID
    package let organizationID: OrganizationID
    /// Nil at the root.
    package var parentID: FolderID?
    /// Unique among its neighbours by its folded form.
    package var name: String
    /// Counts the changes of name and place, for `If-Match`.
    package var revision: Int
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: FolderID, organizationID: OrganizationID, parentID: FolderID?, name: String, revision: Int = 1, createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.organizationID = organizationID
        self.parentID = parentID
        self.name = name
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package var entityTag: String { "\"\(revision)\"" }

    /// How deep folders nest: far more than people find their way in, few enough to walk up from anywhere.
    package static let maximumDepth = 32
    /// How many folders an organization may have.
    package static let maximumCount = 10_000

    /// The name as it is stored; notes in `problems` what is wrong with it.
    package static func checkName(_ text: String, _ problems: inout [FieldProblem]) -> String {
        guard let name = TextRule.folderName.check(text, &problems) else {
            problems.append(FieldProblem(field: "name", code: "blank", detail: "name must not be empty."))
            return ""
        }
        if name.contains("/") || name == "." || name == ".." {
            problems.append(
                FieldProblem(field: "name", code: "not_a_name", detail: "name must not contain “/”, and must not be “.” or “..”.")
            )
        }
        return name
    }
}

/// What becomes of what lies in a folder that is deleted; raw values are the `contents` parameter's.
package enum FolderContents: String, CaseIterable, Sendable {
    /// A folder that is not empty is not deleted.
    case refuse
    /// Folders and assets move up to where the folder was.
    case moveUp = "move-up"
    /// Every asset in it and below is deleted as the organization's policy says, then the folders.
    case delete
}
