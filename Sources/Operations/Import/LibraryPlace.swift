internal import Database
internal import Library
internal import LibraryStore

/// A folder of the library that an import puts files into; it is made when the first of them comes.
final class LibraryPlace {
    private let name: String
    private let parent: LibraryPlace?
    private var known: FolderID?

    /// The root.
    init() {
        name = ""
        parent = nil
    }

    /// - Parameter name: as ``Folder/checkName(_:_:)`` wants it.
    init(_ name: String, in parent: LibraryPlace) {
        self.name = name
        self.parent = parent
    }

    /// The folder, found or made; nil for the root.
    func id(in library: MediaLibrary, by caller: Caller) async throws -> FolderID? {
        guard let parent else { return nil }
        if let known { return known }
        let above = try await parent.id(in: library, by: caller)
        known = try await library.folder(named: name, in: above, by: caller)
        return known
    }
}

extension MediaLibrary {
    /// The folder of that name right in `parent`, made where it is missing.
    func folder(named name: String, in parent: FolderID?, by caller: Caller) async throws -> FolderID {
        let find = {
            try await self.database.read { try await $0.folders.find(named: name, in: parent, of: caller.organization.id) }
        }
        if let folder = try await find() { return folder.id }
        do {
            return try await createFolder(name, in: parent, by: caller).id
        } catch FolderError.nameTaken {
            guard let folder = try await find() else { throw FolderError.notFound() }
            return folder.id
        }
    }
}
