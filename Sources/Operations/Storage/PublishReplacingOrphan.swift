internal import BlobStorage
internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Publishes under a key that attempts share: there may lie what one left that died before its commit, and it gives way.
    ///
    /// `confirmOrphan` throws when the blob is a row's. It is asked once the intent is sealed: then no other attempt can have the key, or
    /// commit what it has published. An attempt that was overtaken ends with ``ServiceError`` `interrupted`.
    func publishReplacingOrphan(_ publication: Publication, confirmOrphan: () async throws -> Void) async throws {
        do {
            try await publication.publish()
        } catch BlobError.alreadyExists {
            guard try await seal(publication.intentID, in: publication.organization.id) else { throw ServiceError.interrupted }
            try await confirmOrphan()
            try await publication.store.delete(publication.key)
            try await publication.publish()
        }
    }
}
