/// Which folders of an organization are asked for, in the order of their folded names, then ids (M30).
package struct FolderQuery: Sendable {
    package enum Parent: Hashable, Sendable {
        /// Every folder, wherever it lies.
        case any
        /// Those that lie in no other.
        case root
        /// Those right in this one.
        case folder(FolderID)
    }

    package var parent: Parent
    /// Only folders after this one: where the page before ended.
    package var after: FolderPosition?
    package var limit: Int

    package init(parent: Parent = .any, after: FolderPosition? = nil, limit: Int = AssetQuery.defaultLimit) {
        self.parent = parent
        self.after = after
        self.limit = limit
    }
}

/// A folder's place in the order of names.
package struct FolderPosition: Hashable, Sendable {
    package let foldedName: String
    package let id: FolderID

    package init(foldedName: String, id: FolderID) {
        self.foldedName = foldedName
        self.id = id
    }

    package init(_ folder: Folder) { self.init(foldedName: folder.name.folded, id: folder.id) }
}

/// Some of an organization's folders.
package struct FolderPage: Sendable {
    package let folders: [Folder]
    /// Where the next page begins; nil when this is the last.
    package let next: FolderPosition?
    package let total: Int

    package init(folders: [Folder], next: FolderPosition?, total: Int) {
        self.folders = folders
        self.next = next
        self.total = total
    }
}
