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

    /// Checks the password and opens a session with a new id and CSRF token (M4). Unknown address and wrong password cost and answer
    /// alike: ``AccessError`` `badCredentials`.
    package func signIn(email: String, password: String) async throws -> NewSession {
        do {
            let found = try await database.read { transaction in
                try await transaction.users.find(email: User.normalizedEmail(email) ?? "")
            }
            let isRight = try await blocking {
                guard let hash = found?.passwordHash else { return PasswordHash.verifyAgainstNothing(password) }
                return PasswordHash.verify(password, hash)
            }
            guard isRight, let user = found?.user else { throw AccessError.badCredentials }
            return try await openSession(for: user)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func openSession(for user: User) async throws -> NewSession {
        let token = RandomToken.make(bytes: 32)
        let csrfToken = RandomToken.make(bytes: 24)
        let now = now
        try await database.write { transaction in
            try await transaction.credentials.deleteExpiredSessions(at: now)
            try await transaction.credentials.insertSession(
                tokenHash: SHA256.hash(Array(token.utf8)), user: user.id, csrfToken: csrfToken, at: now,
                expiresAt: now.advanced(bySeconds: Self.sessionSeconds))
        }
        return NewSession(token: token, lifetimeSeconds: Self.sessionSeconds)
    }

    package func signOut(sessionToken: String) async throws {
        do {
            try await database.write { try await $0.credentials.deleteSession(tokenHash: SHA256.hash(Array(sessionToken.utf8))) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
