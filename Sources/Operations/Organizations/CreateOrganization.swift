internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Creates an empty organization. Throws ``OrganizationError`` `invalidSlug` or `slugTaken`.
    package func createOrganization(slug: String, name: String?, plan: Plan, profile: Profile) async throws -> Organization {
        try Organization.checkSlug(slug)
        let name = try Organization.checkedName(name ?? slug)
        let organization = Organization(id: .make(at: now), slug: slug, name: name, plan: plan, profile: profile, createdAt: now)
        do {
            try await database.write { try await $0.organizations.insert(organization) }
        } catch DatabaseError.uniqueViolation {
            throw OrganizationError.slugTaken(slug)
        }
        return organization
    }
}
