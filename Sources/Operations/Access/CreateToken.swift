internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

/// A new token with its secret, which is shown this once.
package struct CreatedToken: Sendable {
    package let token: APIToken
    package let secret: String
}

extension MediaLibrary {
    /// Makes an API token of the caller for its organization; the secret is stored as a hash only (M4).
    ///
    /// Throws ``AccessError``: `invalidFields`; `scopeMissing` where the caller's own token lacks a scope it asks for; what `administer`
    /// needs.
    package func createToken(_ request: NewToken, by caller: Caller) async throws -> CreatedToken {
        try caller.require(.administer)
        guard let user = caller.user else { throw AccessError.userUnknown }
        let request = try request.checked(at: now)
        if let scopes = caller.scopes, let missing = request.scopes.first(where: { !scopes.covers([$0]) }) {
            throw AccessError.scopeMissing(.administer, missing)
        }
        do {
            return try await insertToken(request, of: user.id, by: caller)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Makes an API token of a member and answers its secret; for the command line.
    ///
    /// Throws ``OrganizationError`` `notFound`, ``AccessError`` `userUnknown` for somebody who is no member (superadmins apart).
    package func createToken(
        email: String, organization slug: String, scopes: Set<Scope>, lifetimeSeconds: Int64?
    ) async throws -> String {
        let caller = try await commandLineCaller(in: slug)
        guard let email = User.normalizedEmail(email),
            let user = try await database.read({ try await $0.users.find(email: email) })?.user
        else { throw AccessError.userUnknown }
        let role = try await database.read { try await $0.users.role(of: user.id, in: caller.organization.id) }
        guard role != nil || user.isSuperadmin else { throw AccessError.userUnknown }
        let request = NewToken(name: "", scopes: scopes, expiresAt: lifetimeSeconds.map { now.advanced(bySeconds: $0) })
        return try await insertToken(request, of: user.id, by: caller).secret
    }

    private func insertToken(_ request: NewToken, of user: UserID, by caller: Caller) async throws -> CreatedToken {
        let secret = "vt_" + RandomToken.make(bytes: 32)
        let now = now
        let token = APIToken(
            id: .make(at: now), organizationID: caller.organization.id, userID: user, name: request.name, scopes: request.scopes,
            expiresAt: request.expiresAt, createdAt: now)
        let changes = AuditChange.between([
            ("scopes", nil, token.scopes.text), ("expiresAt", nil, token.expiresAt?.description),
        ])
        try await database.write { transaction in
            let caller = try await transaction.lockedAdministrator(caller)
            try await transaction.credentials.insertToken(token, hash: SHA256.hash(secret))
            try await transaction.history.record(
                AuditEntry(by: caller, "token.create", token.id, named: token.displayName, changes: changes, at: now))
        }
        return CreatedToken(token: token, secret: secret)
    }
}
