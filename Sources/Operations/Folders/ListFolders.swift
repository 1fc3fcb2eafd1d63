internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Some of the organization's folders by name; throws ``FolderError`` `notFound` where those in a missing folder are asked for.
    package func listFolders(_ query: FolderQuery, by caller: Caller) async throws -> FolderPage {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                if case .folder(let parent) = query.parent, try await transaction.folders.find(parent, in: organization) == nil {
                    throw FolderError.notFound(field: "parent")
                }
                let (folders, hasMore) = try await transaction.folders.list(query, in: organization)
                let total = try await transaction.folders.count(query.parent, in: organization)
                return FolderPage(
                    folders: folders, next: hasMore ? folders.last.map { FolderPosition($0) } : nil, total: total)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
