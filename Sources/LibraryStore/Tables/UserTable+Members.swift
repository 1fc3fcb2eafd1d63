internal import Database
package import Library

/// Who is in an organization. Whoever changes that locks the organization first, so that an owner is always left.
extension UserTable {
    /// By role, the highest first, then by address.
    package func members(of organization: OrganizationID) async throws -> [Member] {
        try await transaction.rows(
            """
            SELECT \(Self.memberColumns) FROM membership JOIN app_user ON app_user.id = membership.user_id
            WHERE organization_id = \(organization) ORDER BY email
            """
        ).map(Member.init).enumerated().sorted {
            ($1.element.role, $0.offset) < ($0.element.role, $1.offset)
        }.map(\.element)
    }

    package func member(_ user: UserID, of organization: OrganizationID) async throws -> Member? {
        try await transaction.row(
            """
            SELECT \(Self.memberColumns) FROM membership JOIN app_user ON app_user.id = membership.user_id
            WHERE organization_id = \(organization) AND user_id = \(user)
            """
        ).map(Member.init)
    }

    package func member(email: String, of organization: OrganizationID) async throws -> Member? {
        guard email.isStorable else { return nil }
        return try await transaction.row(
            """
            SELECT \(Self.memberColumns) FROM membership JOIN app_user ON app_user.id = membership.user_id
            WHERE organization_id = \(organization) AND email = \(email)
            """
        ).map(Member.init)
    }

    package func ownerCount(of organization: OrganizationID) async throws -> Int {
        try await transaction.value(
            "SELECT COUNT(*) FROM membership WHERE organization_id = \(organization) AND role = \(Role.owner)") ?? 0
    }

    /// Ends the membership, and with it what the user's tokens of this organization were for.
    package func removeMember(_ user: UserID, from organization: OrganizationID) async throws {
        try await transaction.run("DELETE FROM api_token WHERE organization_id = \(organization) AND user_id = \(user)")
        try await transaction.run("DELETE FROM membership WHERE organization_id = \(organization) AND user_id = \(user)")
    }

    private static let memberColumns = SQL("user_id, email, role, membership.created_at AS member_since")
}

extension Member {
    fileprivate init(_ row: Row) throws {
        self.init(
            userID: try row.get("user_id"), email: try row.get("email"), role: try row.get("role"),
            createdAt: try row.get("member_since"))
    }
}
