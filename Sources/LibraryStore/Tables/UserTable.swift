internal import Database
package import Library

/// Users and their memberships.
package struct UserTable: Sendable {
    let transaction: any Transaction

    package func insert(_ user: User, passwordHash: String) async throws {
        try await transaction.run(
            """
            INSERT INTO app_user (id, email, password_hash, is_superadmin, created_at)
            VALUES (\(user.id), \(user.email), \(passwordHash), \(user.isSuperadmin), \(user.createdAt))
            """)
    }

    package func find(email: String) async throws -> (user: User, passwordHash: String)? {
        try await transaction.row(
            "SELECT id AS user_id, email, is_superadmin, created_at AS user_created_at, password_hash FROM app_user WHERE email = \(email)"
        ).map { (try User($0), try $0.get("password_hash")) }
    }

    package func email(of id: UserID) async throws -> String? {
        try await transaction.row("SELECT email FROM app_user WHERE id = \(id)").map { try $0.get("email") }
    }

    package func setPassword(hash: String, of id: UserID) async throws {
        try await transaction.run("UPDATE app_user SET password_hash = \(hash) WHERE id = \(id)")
    }

    /// Makes the user a member with `role`, or changes the role.
    package func setRole(_ role: Role, of user: UserID, in organization: OrganizationID, at now: Timestamp) async throws {
        try await transaction.run(
            """
            INSERT INTO membership (organization_id, user_id, role, created_at) VALUES (\(organization), \(user), \(role), \(now))
            ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role
            """)
    }

    package func role(of user: UserID, in organization: OrganizationID) async throws -> Role? {
        try await transaction.row("SELECT role FROM membership WHERE organization_id = \(organization) AND user_id = \(user)")
            .map { try $0.get("role") }
    }

    /// The organizations the user is a member of, by name.
    package func memberships(of user: UserID) async throws -> [Membership] {
        try await transaction.rows(
            """
            SELECT \(OrganizationTable.columns), role FROM membership
            JOIN organization ON organization.id = membership.organization_id
            WHERE user_id = \(user) ORDER BY name, slug
            """
        ).map { Membership(organization: try Organization($0), role: try $0.get("role")) }
    }
}

extension User {
    init(_ row: Row) throws {
        self.init(
            id: try row.get("user_id"), email: try row.get("email"), isSuperadmin: try row.get("is_superadmin"),
            createdAt: try row.get("user_created_at"))
    }
}
