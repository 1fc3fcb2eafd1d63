internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// The folder tree, a level at a time.
extension LibraryView {
    /// How many folders of a level are shown before “More folders”.
    private static let levelLimit = 200

    /// The folders right in `parent`, or at the root.
    func level(_ parent: FolderID?, after position: FolderPosition? = nil) async throws -> FolderLevelModel {
        let query = FolderQuery(parent: parent.map { .folder($0) } ?? .root, after: position, limit: Self.levelLimit)
        let page = try await exchange.library.listFolders(query, by: visit.caller)
        let parents = try await exchange.library.foldersWithFolders(among: page.folders.map(\.id), by: visit.caller)
        return FolderLevelModel(
            parentID: parent?.description,
            nodes: page.folders.map { FolderNodeModel(folder: FolderModel($0), hasFolders: parents.contains($0.id)) },
            next: page.next?.text)
    }

    /// From the root down to the open folder; empty where none is. Throws ``FolderError`` `notFound`.
    func path(to place: FolderPlace?) async throws -> [FolderModel] { try await path(to: place?.folderID) }

    func path(to id: FolderID?) async throws -> [FolderModel] {
        guard let id else { return [] }
        return try await exchange.library.folderPath(to: id, by: visit.caller).map { FolderModel($0) }
    }

    /// The top of the tree, with every folder of `path` open.
    func tree(openTo path: [FolderModel]) async throws -> FolderLevelModel {
        var below: (folder: FolderModel, level: FolderLevelModel)?
        for folder in path.reversed() {
            var level = try await level(FolderID(folder.id))
            if let below { level.open(below.folder, below.level) }
            below = (folder, level)
        }
        var top = try await level(nil)
        if let below { top.open(below.folder, below.level) }
        return top
    }
}

extension FolderLevelModel {
    /// Shows `level` below `folder`, which may be one that “More folders” would have brought.
    fileprivate mutating func open(_ folder: FolderModel, _ level: FolderLevelModel) {
        if let index = nodes.firstIndex(where: { $0.folder == folder }) {
            nodes[index].below = level
        } else {
            nodes.append(FolderNodeModel(folder: folder, below: level))
        }
    }
}

extension FolderModel {
    init(_ folder: Folder) { self.init(id: folder.id.description, name: folder.name) }
}

extension QueryParameters {
    /// The folder a page looks into; nil at the root. What is no id is none.
    var chosenFolder: FolderID? { self["in"].flatMap { FolderID($0) } }

    /// Where the rest of a level begins.
    var levelPosition: FolderPosition? { self["after"].flatMap { FolderPosition($0) } }
}
