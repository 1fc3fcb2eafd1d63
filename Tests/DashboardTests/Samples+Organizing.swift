import Dashboard
import Markup

let sampleFolder = FolderModel(id: "f1", name: "Spring")

/// A level of three folders, the first open on one more, and the rest of each level elsewhere.
func sampleLevel(_ name: String, after next: String? = "more") -> FolderLevelModel {
    let inner = FolderLevelModel(
        parentID: "f1", nodes: [FolderNodeModel(folder: FolderModel(id: "f4", name: name))], next: next)
    return FolderLevelModel(
        nodes: [
            FolderNodeModel(folder: FolderModel(id: "f1", name: name), below: inner),
            FolderNodeModel(folder: FolderModel(id: "f2", name: name)),
            FolderNodeModel(folder: FolderModel(id: "f3", name: name)),
        ], next: next)
}

extension LibraryPageModel {
    /// Folders, storage and a bulk change, with `text` for every name.
    mutating func organize(_ text: String) {
        folders = sampleLevel(text)
        results.path = [FolderModel(id: "f1", name: text), FolderModel(id: "f4", name: text)]
        results.subfolders = sampleLevel(text)
        storage.kinds = [(.image, 600_000_000), (.video, 100_000_000), (.other, 1)]
        storage.archivedBytes = 500
        storage.trashedBytes = 2_000
        bulk = BulkResultModel(doneCount: 1, failures: [BulkResultModel.Failure(name: text, reason: text)])
        problem = text
        selected?.folderPath = results.path
        selected?.logicalPath = "2026/\(text)/a.jpg"
    }
}

/// The pages that ask about folders and about several assets, every text hostile.
func organizingPages() throws -> [(name: String, html: String)] {
    let scope = try sampleScope(query: LibraryQuery(folder: .folder(hostileName), tags: [hostileName]))
    let folder = FolderModel(id: hostileName, name: hostileName)
    let delete = FolderDeletePageModel(
        scope: scope, folder: folder, etag: "\"1\"", folderCount: 2, assetCount: nil, deletion: .trash(days: 30),
        problem: hostileName)
    let create = FolderFormPageModel(scope: scope, deed: .create(in: folder), name: hostileName, error: hostileName)
    let rename = FolderFormPageModel(scope: scope, deed: .rename(folder, etag: "\"1\""), name: hostileName)
    let things: [(String, MovePageModel.Thing)] = [
        ("folder", .folder(folder, etag: "\"1\"")), ("assets", .assets(["a1", hostileName])),
    ]
    return [
        ("new folder", FolderFormPage.html(create).string), ("rename folder", FolderFormPage.html(rename).string),
        ("delete folder", FolderDeletePage.html(delete).string),
        (
            "delete several",
            BulkDeletePage.html(
                BulkDeletePageModel(
                    scope: scope, ids: ["a1", "a2", "a3"], names: [(hostileName, 2), ("b", 0)], deletion: .archive, keptCount: 1,
                    canForce: true)
            ).string
        ),
        (
            "folders",
            FolderListPage.html(FolderListPageModel(scope: scope, path: [folder], level: sampleLevel(hostileName))).string
        ),
    ]
        + things.map { name, thing in
            let model = MovePageModel(
                scope: scope, thing: thing, path: [folder], level: sampleLevel(hostileName), problem: hostileName)
            return ("move \(name)", MovePage.html(model).string)
        }
}
