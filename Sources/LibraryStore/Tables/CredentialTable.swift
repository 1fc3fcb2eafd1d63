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

    package func insertToken(_ token: APIToken, hash: [UInt8], at now: Timestamp) async throws {
        try await transaction.run(
            """
            INSERT INTO api_token (id, organization_id, user_id, token_hash, scopes, expires_at, created_at)
            VALUES (\(token.id), \(token.organizationID), \(token.userID), \(hash),
                \(token.scopes.map(\.rawValue).sorted().joined(separator: ",")), \(token.expiresAt), \(now))
            """)
    }

    /// Everything a request with this token needs: user, organization, role and scopes; nil when unknown or expired.
    package func tokenHolder(hash: [UInt8], at now: Timestamp) async throws -> TokenHolder? {
        try await transaction.row(
            """
            SELECT \(OrganizationTable.columns), api_token.id AS token_id, scopes, app_user.id AS user_id, email, is_superadmin,
                app_user.created_at AS user_created_at, role
            FROM api_token
            JOIN organization ON organization.id = api_token.organization_id
            JOIN app_user ON app_user.id = api_token.user_id
            LEFT JOIN membership ON membership.organization_id = api_token.organization_id AND membership.user_id = api_token.user_id
            WHERE token_hash = \(hash) AND (expires_at IS NULL OR expires_at > \(now))
            """
        ).map(TokenHolder.init)
    }
}

/// Whom an API token speaks for.
package struct TokenHolder: Sendable {
    package let tokenID: TokenID
    package let user: User
    package let organization: Organization
    package let role: Role?
    package let scopes: Set<Scope>

    init(_ row: Row) throws {
        tokenID = try row.get("token_id")
        user = try User(row)
        organization = try Organization(row)
        role = try row.get("role")
        let names: String = try row.get("scopes")
        scopes = Set(names.split(separator: ",").compactMap { Scope(rawValue: String($0)) })
    }
}
