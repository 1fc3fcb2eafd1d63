internal import Database
internal import LibraryStore

extension MediaLibrary {
    /// Whether some organization lets pages of `origin` use its API.
    package func isOriginAllowed(_ origin: String) async throws -> Bool {
        do {
            return try await database.read { try await $0.organizations.isOriginAllowed(origin) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
