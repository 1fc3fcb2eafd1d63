internal import Database
package import Library

/// Sessions and API tokens, both known by the SHA-256 of their secret only (M4).
package struct CredentialTable: Sendable {
    let transaction: any Transaction

    package func insertSession(tokenHash: [UInt8], user: UserID, csrfToken: String, at now: Timestamp, expiresAt: Timestamp)
        async throws
    {
        try await transaction.run(
            """
            INSERT INTO session (token_hash, user_id, csrf_token, created_at, expires_at)
            VALUES (\(tokenHash), \(user), \(csrfToken), \(now), \(expiresAt))
            """)
    }

    /// The live session with this hash, with its user.
    package func session(tokenHash: [UInt8], at now: Timestamp) async throws -> (user: User, csrfToken: String)? {
        try await transaction.row(
            """
            SELECT app_user.id AS user_id, email, is_superadmin, app_user.created_at AS user_created_at, csrf_token
            FROM session JOIN app_user ON app_user.id = session.user_id
            WHERE token_hash = \(tokenHash) AND expires_at > \(now)
            """
        ).map { (try User($0), try $0.get("csrf_token")) }
    }

    package func deleteSession(tokenHash: [UInt8]) async throws {
        try await transaction.run("DELETE FROM session WHERE token_hash = \(tokenHash)")
    }

    package func deleteExpiredSessions(at now: Timestamp) async throws {
        try await transaction.run("DELETE FROM session WHERE expires_at <= \(now)")
    }

    /// Ends the user's sessions, all but the one with the hash `kept`.
    package func deleteSessions(of user: UserID, except kept: [UInt8]? = nil) async throws {
        let condition: SQL = if let kept { " AND token_hash <> \(kept)" } else { "" }
        try await transaction.run("DELETE FROM session WHERE user_id = \(user)\(condition)")
    }
}
