internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Creates a user, and a membership where an organization is given. An existing user keeps the password and gets the membership.
    ///
    /// Throws ``AccessError`` `invalidUser` for a bad address or a short password, `emailTaken` where nothing would change,
    /// ``OrganizationError`` `notFound`, ``MemberError`` `lastOwner` for a lower role than that of the only owner.
    package func createUser(
        email: String, password: String?, isSuperadmin: Bool = false, memberOf membership: (slug: String, role: Role)? = nil
    ) async throws -> UserID {
        guard let email = User.normalizedEmail(email) else {
            throw AccessError.invalidUser([
                FieldProblem(field: "email", code: "invalid", detail: "“\(email)” is not an email address.")
            ])
        }
        let existing = try await database.read { try await $0.users.find(email: email)?.user }
        if existing != nil, membership == nil { throw AccessError.emailTaken }
        let hash = existing == nil ? try await hash(ofNewPassword: password) : nil
        let user = existing ?? User(id: .make(at: now), email: email, isSuperadmin: isSuperadmin, createdAt: now)
        do {
            try await database.write { transaction in
                if let hash { try await transaction.users.insert(user, passwordHash: hash) }
                guard let membership else { return }
                guard let organization = try await transaction.organizations.find(slug: membership.slug) else {
                    throw OrganizationError.notFound(membership.slug)
                }
                try await transaction.organizations.lock(organization.id)
                if membership.role != .owner, let member = try await transaction.users.member(user.id, of: organization.id) {
                    try await transaction.keepAnOwner(without: member, in: organization.id)
                }
                try await transaction.users.setRole(membership.role, of: user.id, in: organization.id, at: now)
            }
        } catch DatabaseError.uniqueViolation {
            throw AccessError.emailTaken  // somebody else was faster
        }
        return user.id
    }
}
