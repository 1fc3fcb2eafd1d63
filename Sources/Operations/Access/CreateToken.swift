internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes an API token of a member for one organization and answers its secret, which is stored as a hash only (M4).
    ///
    /// Throws ``OrganizationError`` `notFound`, ``AccessError`` `userUnknown` for somebody who is no member (superadmins apart).
    package func createToken(
        email: String, organization slug: String, scopes: Set<Scope>, lifetimeSeconds: Int64?
    ) async throws -> String {
        let secret = "vt_" + RandomToken.make(bytes: 32)
        let now = now
        try await database.write { transaction in
            guard let organization = try await transaction.organizations.find(slug: slug) else {
                throw OrganizationError.notFound(slug)
            }
            guard let user = try await transaction.users.find(email: User.normalizedEmail(email) ?? "")?.user else {
                throw AccessError.userUnknown
            }
            let role = try await transaction.users.role(of: user.id, in: organization.id)
            guard role != nil || user.isSuperadmin else { throw AccessError.userUnknown }
            let token = APIToken(
                id: .make(at: now), organizationID: organization.id, userID: user.id, scopes: scopes,
                expiresAt: lifetimeSeconds.map { now.advanced(bySeconds: $0) })
            try await transaction.credentials.insertToken(token, hash: SHA256.hash(Array(secret.utf8)), at: now)
        }
        return secret
    }
}
