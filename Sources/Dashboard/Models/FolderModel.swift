/// A folder as pages name it.
package struct FolderModel: Sendable, Equatable {
    package var id: String
    package var name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// Where in the folder tree the library page looks (M30).
package enum FolderPlace: Sendable, Equatable {
    /// What lies in no folder.
    case root
    case folder(String)

    /// The `folder` parameter's value.
    package var parameter: String {
        switch self {
        case .root: "root"
        case .folder(let id): id
        }
    }

    /// Nil at the root.
    package var id: String? {
        if case .folder(let id) = self { return id }
        return nil
    }
}

/// Some folders of one level by name, each with what is shown below it; a level is never loaded whole.
package struct FolderLevelModel: Sendable {
    /// The folder they lie in; nil at the root.
    package var parentID: String?
    package var nodes: [FolderNodeModel]
    /// Where the rest of the level begins, as the `after` parameter; nil when this is all.
    package var next: String?

    package init(parentID: String? = nil, nodes: [FolderNodeModel] = [], next: String? = nil) {
        self.parentID = parentID
        self.nodes = nodes
        self.next = next
    }
}

/// A folder in the tree.
package struct FolderNodeModel: Sendable {
    package var folder: FolderModel
    /// Nil while it is closed.
    package var below: FolderLevelModel?
    /// Whether there are folders in it.
    package var hasFolders: Bool

    package init(folder: FolderModel, hasFolders: Bool = true, below: FolderLevelModel? = nil) {
        self.folder = folder
        self.hasFolders = hasFolders
        self.below = below
    }
}
