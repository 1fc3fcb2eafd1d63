internal import Library
internal import Operations

/// `vitrine folder …`: folders by their ids, or by the names on the way to them.
extension Command {
    private static let organization = Option("organization", "SLUG", "the organization")
    private static let naming = ["FOLDER is an id, or the names on the way to it from the root: 2026/spring."]

    static let folderList = Command(
        "folder list", "Lists an organization's folders.",
        options: [
            organization, Option("in", "FOLDER", "those right in this one only; / is the root"),
            Option("json", nil, "print JSON"),
        ], details: naming
    ) { arguments in
        let slug = try arguments.required("organization")
        let lines = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            let paths = FolderPaths(try await library.allFolders(by: caller))
            guard let text = arguments["in"] else { return paths.lines { _ in true } }
            let parent = try await library.folder(named: text, by: caller)?.id
            return paths.lines { $0.parentID == parent }
        }
        if arguments.has("json") { return try Output.json(lines) }
        for line in lines { Output.line("\(line.id)\t\(line.path)") }
    }

    static let folderCreate = Command(
        "folder create", "Makes a folder and prints its id.", positional: ["PATH"],
        options: [organization, Option("parents", nil, "also make what is missing on the way to it")],
        details: ["PATH is made of the names on the way from the root: 2026/spring makes spring in 2026."]
    ) { arguments in
        let slug = try arguments.required("organization")
        let names = arguments.positional[0].split(separator: "/").map(String.init)
        guard let name = names.last else { throw UsageError(reason: "“\(arguments.positional[0])” has no name in it") }
        let folder = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            var parent: FolderID?
            for (index, step) in names.dropLast().enumerated() {
                let way = names[...index].joined(separator: "/")
                do throws {
                    parent = try await library.folder(named: way, by: caller)?.id
                } catch let error as FolderError where error == .notFound() && arguments.has("parents") {
                    parent = try await library.createFolder(step, in: parent, by: caller).id
                }
            }
            return try await library.createFolder(name, in: parent, by: caller)
        }
        Output.line("\(folder.id)")
    }

    static let folderRename = Command(
        "folder rename", "Gives a folder another name.", positional: ["FOLDER", "NAME"], options: [organization], details: naming
    ) { arguments in
        try await edit(arguments) { _, _ in FolderEdit(name: arguments.positional[1]) }
    }

    static let folderMove = Command(
        "folder move", "Moves a folder, with all that lies in it, into another; / is the root.",
        positional: ["FOLDER", "TARGET"], options: [organization], details: naming
    ) { arguments in
        try await edit(arguments) { library, caller in
            FolderEdit(parentID: .some(try await library.folder(named: arguments.positional[1], by: caller)?.id))
        }
    }

    static let folderDelete = Command(
        "folder delete", "Deletes a folder.", positional: ["FOLDER"],
        options: [
            organization,
            Option("contents", "FATE", "what becomes of what lies in it: refuse (nothing is deleted then), move-up or delete"),
            Option("force", nil, "with --contents delete: assets in use too"),
        ], details: naming
    ) { arguments in
        let slug = try arguments.required("organization")
        let contents = try arguments.choice("contents", of: FolderContents.self) ?? .refuse
        try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            let folder = try await library.realFolder(arguments.positional[0], by: caller)
            try await library.deleteFolder(
                folder.id, contents: contents, isForced: arguments.has("force"), by: caller)
        }
    }

    private static func edit(
        _ arguments: Arguments, _ change: @Sendable (MediaLibrary, Caller) async throws -> FolderEdit
    ) async throws {
        let slug = try arguments.required("organization")
        try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            let folder = try await library.realFolder(arguments.positional[0], by: caller)
            _ = try await library.editFolder(folder.id, try await change(library, caller), by: caller)
        }
    }
}

extension MediaLibrary {
    /// The folder that `text` names; the root is none.
    fileprivate func realFolder(_ text: String, by caller: Caller) async throws -> Folder {
        guard let folder = try await folder(named: text, by: caller) else { throw FolderError.notFound() }
        return folder
    }

    fileprivate func allFolders(by caller: Caller) async throws -> [Folder] {
        var query = FolderQuery(limit: 1_000)
        var folders: [Folder] = []
        while true {
            let page = try await listFolders(query, by: caller)
            folders += page.folders
            guard let next = page.next else { return folders }
            query.after = next
        }
    }
}

/// Folders with the names on the way to them.
private struct FolderPaths {
    private let folders: [FolderID: Folder]

    init(_ folders: [Folder]) { self.folders = Dictionary(folders.map { ($0.id, $0) }) { first, _ in first } }

    /// In the order of their paths, those inside a folder after it.
    func lines(_ isWanted: (Folder) -> Bool) -> [FolderLine] {
        folders.values.filter(isWanted).map { folder in (names(to: folder), folder) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) { $0.folded < $1.folded } }
            .map { FolderLine($0.1, path: $0.0.joined(separator: "/")) }
    }

    private func names(to folder: Folder) -> [String] {
        var names = [folder.name]
        var next = folder.parentID
        while let id = next, let parent = folders[id], names.count <= Folder.maximumDepth {
            names.append(parent.name)
            next = parent.parentID
        }
        return names.reversed()
    }
}

/// A folder for machines.
private struct FolderLine: Encodable {
    let id: String
    let parentId: String?
    let name: String
    let path: String

    init(_ folder: Folder, path: String) {
        id = folder.id.description
        parentId = folder.parentID?.description
        name = folder.name
        self.path = path
    }

    private enum Key: String, CodingKey { case id, parentId, name, path }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(id, forKey: .id)
        try body.encode(parentId, forKey: .parentId)
        try body.encode(name, forKey: .name)
        try body.encode(path, forKey: .path)
    }
}
