internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// The values of `site-variables/<name>`, for everybody; nil when there is no such entry. Addresses are as they were stored:
    /// those of this server's own files are root-relative.
    package func siteVariables(_ name: String) async throws -> [String: String]? {
        do {
            let values = try await database.read { try await $0.globals.values(of: "site-variables/\(name)") }
            return values.isEmpty ? nil : values
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
