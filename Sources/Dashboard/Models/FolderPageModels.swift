/// The form that makes a folder or renames one.
package struct FolderFormPageModel: Sendable {
    package enum Deed: Sendable {
        /// In this folder; nil: at the root.
        case create(in: FolderModel?)
        case rename(FolderModel, etag: String)
    }

    package var scope: LibraryScopeModel
    package var deed: Deed
    /// What is stored, or what was typed when that was refused.
    package var name: String
    /// Why it was refused, in words.
    package var error: String?

    package init(scope: LibraryScopeModel, deed: Deed, name: String, error: String? = nil) {
        self.scope = scope
        self.deed = deed
        self.name = name
        self.error = error
    }
}

/// The page that asks before a folder is deleted, and what becomes of what lies in it.
package struct FolderDeletePageModel: Sendable {
    package var scope: LibraryScopeModel
    package var folder: FolderModel
    package var etag: String
    /// How many folders lie right in it.
    package var folderCount: Int
    /// How many assets lie right in it; nil when there are more than was worth counting.
    package var assetCount: Int?
    /// What deleting the assets would do.
    package var deletion: DeletionModel
    /// Why an attempt was refused, in words.
    package var problem: String?
    /// The first files below it that are in use, where that is why; empty otherwise.
    package var used: [(name: String, useCount: Int)] = []

    package init(
        scope: LibraryScopeModel, folder: FolderModel, etag: String, folderCount: Int, assetCount: Int?, deletion: DeletionModel,
        problem: String? = nil
    ) {
        self.scope = scope
        self.folder = folder
        self.etag = etag
        self.folderCount = folderCount
        self.assetCount = assetCount
        self.deletion = deletion
        self.problem = problem
    }

    var isEmpty: Bool { folderCount == 0 && assetCount == 0 }
}

/// The page where a folder is chosen to move something to: one level at a time.
package struct MovePageModel: Sendable {
    package enum Thing: Sendable {
        case folder(FolderModel, etag: String)
        /// By their ids.
        case assets([String])
    }

    package var scope: LibraryScopeModel
    package var thing: Thing
    /// From the root down to the folder looked into; empty at the root.
    package var path: [FolderModel]
    package var level: FolderLevelModel
    package var problem: String?

    package init(
        scope: LibraryScopeModel, thing: Thing, path: [FolderModel], level: FolderLevelModel, problem: String? = nil
    ) {
        self.scope = scope
        self.thing = thing
        self.path = path
        self.level = level
        self.problem = problem
    }
}

/// The page with the folders of one level that the tree has no room for.
package struct FolderListPageModel: Sendable {
    package var scope: LibraryScopeModel
    /// From the root down to the folder they lie in; empty at the root.
    package var path: [FolderModel]
    package var level: FolderLevelModel

    package init(scope: LibraryScopeModel, path: [FolderModel], level: FolderLevelModel) {
        self.scope = scope
        self.path = path
        self.level = level
    }
}
