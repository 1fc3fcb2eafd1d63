internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Some of the organization's documents, newest first, without their texts.
    package func listDocuments(_ query: DocumentSearch, by caller: Caller) async throws -> DocumentList {
        try caller.require(.read)
        do {
            let documents = try await database.read { try await $0.content.documents(query, in: caller.organization.id) }
            return DocumentList(
                documents: Array(documents.prefix(query.limit)), hasMore: documents.count > query.limit)
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
