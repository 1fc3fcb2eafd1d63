internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// One document with its text; a foreign and a missing one are ``DocumentError`` `notFound` alike (M2).
    package func document(_ id: ContentItemID, by caller: Caller) async throws -> ContentItem {
        try caller.require(.read)
        do {
            return try await database.read { try await $0.content.document(id, ifMatch: nil, in: caller.organization.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
