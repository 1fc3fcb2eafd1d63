internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Every organization, by slug; for the command line.
    package func allOrganizations() async throws -> [Organization] {
        try await database.read { try await $0.organizations.all() }
    }

    /// The organization called `slug`; throws ``OrganizationError`` `notFound`.
    package func organization(_ slug: String) async throws -> Organization {
        guard let organization = try await database.read({ try await $0.organizations.find(slug: slug) }) else {
            throw OrganizationError.notFound(slug)
        }
        return organization
    }
}
