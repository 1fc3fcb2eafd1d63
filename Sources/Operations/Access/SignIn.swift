internal import Cryptography
internal import Database
internal import Library
internal import LibraryStore

/// A new session's secrets: the token goes into the cookie and nowhere else.
package struct NewSession: Sendable {
    package let token: String
    package let lifetimeSeconds: Int64
}

extension MediaLibrary {
    /// Sessions last this long.
    private static let sessionSeconds: Int64 = 14 * 86_400

    /// Checks the password and opens a session with a new id and CSRF token (M4); the one the browser had before is ended.
    ///
    /// Throws ``AccessError`` `badCredentials` and, after too many wrong passwords, `tooManyAttempts`.
    package func signIn(
        email: String, password: String, from address: String, replacing old: String? = nil
    ) async throws -> NewSession {
        do {
            let user = try await checkPassword(password, email: email, from: address)
            return try await openSession(for: user, replacing: old)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Opens a session of the user; the one the browser had before, `old`, is ended.
    func openSession(for user: User, replacing old: String? = nil) async throws -> NewSession {
        let token = RandomToken.make(bytes: 32)
        let csrfToken = RandomToken.make(bytes: 24)
        let now = now
        try await database.write { transaction in
            if let old { try await transaction.credentials.deleteSession(tokenHash: SHA256.hash(old)) }
            try await transaction.credentials.deleteExpiredSessions(at: now)
            try await transaction.credentials.insertSession(
                tokenHash: SHA256.hash(token), user: user.id, csrfToken: csrfToken, at: now,
                expiresAt: now.advanced(bySeconds: Self.sessionSeconds))
        }
        return NewSession(token: token, lifetimeSeconds: Self.sessionSeconds)
    }
}
