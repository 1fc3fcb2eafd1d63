internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// One folder of the caller's organization; a foreign and a missing one are ``FolderError`` `notFound` alike (M2).
    package func folder(_ id: FolderID, by caller: Caller) async throws -> Folder {
        guard let folder = try await folderPath(to: id, by: caller).last else { throw FolderError.notFound() }
        return folder
    }

    /// The folders from the root down to this one, itself last; throws as ``folder(_:by:)`` does.
    package func folderPath(to id: FolderID, by caller: Caller) async throws -> [Folder] {
        try caller.require(.read)
        do {
            let path = try await database.read { try await $0.folders.path(to: id, in: caller.organization.id) }
            if path.isEmpty { throw FolderError.notFound() }
            return path
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
