internal import Database
package import Library

/// API tokens, known by the SHA-256 of their secret only (M4).
extension CredentialTable {
    package func insertToken(_ token: APIToken, hash: [UInt8]) async throws {
        try await transaction.run(
            """
            INSERT INTO api_token (id, organization_id, user_id, token_hash, name, scopes, expires_at, created_at)
            VALUES (\(token.id), \(token.organizationID), \(token.userID), \(hash), \(token.name), \(token.scopes.text),
                \(token.expiresAt), \(token.createdAt))
            """)
    }

    /// Everything a request with this token needs; nil when it is unknown or expired, or its user is no longer a member (superadmins
    /// apart).
    package func tokenHolder(hash: [UInt8], at now: Timestamp) async throws -> TokenHolder? {
        try await transaction.row(
            """
            SELECT \(OrganizationTable.columns), api_token.id AS token_id, scopes, last_used_at, app_user.id AS user_id, email,
                is_superadmin, app_user.created_at AS user_created_at, role
            FROM api_token
            JOIN organization ON organization.id = api_token.organization_id
            JOIN app_user ON app_user.id = api_token.user_id
            LEFT JOIN membership ON membership.organization_id = api_token.organization_id AND membership.user_id = api_token.user_id
            WHERE token_hash = \(hash) AND (expires_at IS NULL OR expires_at > \(now)) AND (role IS NOT NULL OR is_superadmin = 1)
            """
        ).map(TokenHolder.init)
    }

    /// Notes that the token was used at `now`, unless that was noted after `staleSince`.
    package func noteUse(of token: TokenID, at now: Timestamp, staleSince: Timestamp) async throws {
        try await transaction.run(
            """
            UPDATE api_token SET last_used_at = \(now)
            WHERE id = \(token) AND (last_used_at IS NULL OR last_used_at < \(staleSince))
            """)
    }

    /// The organization's tokens, the newest first, `limit` of those made before `cursor`.
    package func tokens(before cursor: TokenID?, limit: Int, in organization: OrganizationID) async throws -> [ListedToken] {
        let position: SQL = if let cursor { " AND api_token.id < \(cursor)" } else { "" }
        return try await transaction.rows(
            """
            SELECT \(Self.tokenColumns), email FROM api_token JOIN app_user ON app_user.id = api_token.user_id
            WHERE api_token.organization_id = \(organization)\(position) ORDER BY api_token.id DESC LIMIT \(limit)
            """
        ).map { ListedToken(token: try APIToken($0), userEmail: try $0.get("email")) }
    }

    package func tokenCount(in organization: OrganizationID) async throws -> Int {
        try await transaction.value("SELECT COUNT(*) FROM api_token WHERE organization_id = \(organization)") ?? 0
    }

    /// Removes the token and answers what it was; nil when the organization has none with this id.
    package func deleteToken(_ id: TokenID, in organization: OrganizationID) async throws -> APIToken? {
        try await transaction.row(
            "DELETE FROM api_token WHERE id = \(id) AND organization_id = \(organization) RETURNING \(Self.tokenColumns)"
        ).map(APIToken.init)
    }

    private static let tokenColumns = SQL(
        """
        api_token.id AS token_id, api_token.organization_id AS organization_id, api_token.user_id AS user_id, name, scopes,
        expires_at, api_token.created_at AS token_created_at, last_used_at
        """)
}

/// Whom an API token speaks for.
package struct TokenHolder: Sendable {
    package let tokenID: TokenID
    package let user: User
    package let organization: Organization
    package let role: Role?
    package let scopes: Set<Scope>
    package let lastUsedAt: Timestamp?

    init(_ row: Row) throws {
        tokenID = try row.get("token_id")
        user = try User(row)
        organization = try Organization(row)
        role = try row.get("role")
        scopes = try row.scopes()
        lastUsedAt = try row.get("last_used_at")
    }
}

extension APIToken {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.get("token_id"), organizationID: try row.get("organization_id"), userID: try row.get("user_id"),
            name: try row.get("name"), scopes: try row.scopes(), expiresAt: try row.get("expires_at"),
            createdAt: try row.get("token_created_at"), lastUsedAt: try row.get("last_used_at"))
    }
}

extension Row {
    fileprivate func scopes() throws -> Set<Scope> {
        let names: String = try get("scopes")
        return Set(names.split(separator: ",").compactMap { Scope(rawValue: String($0)) })
    }
}
