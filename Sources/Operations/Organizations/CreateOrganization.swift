internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Creates an empty organization and makes the superadmin who asks its first owner; the command line makes none.
    ///
    /// Throws ``AccessError`` `superadminRequired`, ``OrganizationError`` `invalidSlug` and `slugTaken`.
    package func createOrganization(
        slug: String, name: String?, plan: Plan, profile: Profile,
        by caller: ServerCaller = ServerCaller(user: nil, door: .commandLine)
    ) async throws -> Organization {
        try caller.requireSuperadmin()
        try Organization.checkSlug(slug)
        let name = try Organization.checkedName(name ?? slug)
        let organization = Organization(id: .make(at: now), slug: slug, name: name, plan: plan, profile: profile, createdAt: now)
        let founder = Caller(user: caller.user, organization: organization, role: .owner, door: caller.door)
        do {
            try await database.write { transaction in
                try await transaction.organizations.insert(organization)
                if let user = founder.user {
                    try await transaction.users.setRole(.owner, of: user.id, in: organization.id, at: now)
                }
                try await transaction.history.record(AuditEntry(by: founder, "organization.create", at: now))
            }
        } catch DatabaseError.uniqueViolation {
            throw OrganizationError.slugTaken(slug)
        } catch {
            throw ServiceError.explaining(error)
        }
        return organization
    }
}
