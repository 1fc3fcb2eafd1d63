internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// The folder that `text` names: by its id, or by the names on the way to it from the root, `2026/spring`, in whatever case.
    ///
    /// Nil for the root itself, which is `/` or nothing. Throws ``FolderError`` `notFound`.
    package func folder(named text: String, by caller: Caller) async throws -> Folder? {
        if let id = FolderID(text) { return try await folder(id, by: caller) }
        try caller.require(.read)
        let names = text.split(separator: "/").map(String.init)
        do {
            return try await database.read { transaction in
                var folder: Folder?
                for name in names {
                    folder = try await transaction.folders.find(named: name, in: folder?.id, of: caller.organization.id)
                    if folder == nil { throw FolderError.notFound() }
                }
                return folder
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
