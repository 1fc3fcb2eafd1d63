internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Which of these folders have folders in them, for a tree that shows what can be opened (M30).
    package func foldersWithFolders(among ids: [FolderID], by caller: Caller) async throws -> Set<FolderID> {
        try caller.require(.read)
        do {
            return try await database.read { try await $0.folders.parents(among: ids, in: caller.organization.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
