internal import Database
package import Library

/// Accounts as a whole, whatever organizations they are in.
extension UserTable {
    package func find(_ id: UserID) async throws -> (user: User, passwordHash: String)? {
        try await transaction.row("SELECT \(Self.columns), password_hash FROM app_user WHERE id = \(id)")
            .map { (try User($0), try $0.get("password_hash")) }
    }

    /// All of them, by address.
    package func all() async throws -> [User] {
        try await transaction.rows("SELECT \(Self.columns) FROM app_user ORDER BY email").map(User.init)
    }

    /// Removes the account with its sessions, tokens and memberships; what it made stays and names nobody (M5).
    package func delete(_ id: UserID) async throws {
        try await transaction.run("DELETE FROM app_user WHERE id = \(id)")
    }

    /// The organizations that have assets the user made.
    package func organizationsWithAssets(of id: UserID) async throws -> [OrganizationID] {
        try await transaction.rows(
            "SELECT DISTINCT organization_id FROM asset WHERE created_by = \(id) AND organization_id IS NOT NULL"
        ).map { try $0.get("organization_id") }
    }

    /// The slugs of the organizations that have no owner but this one.
    package func organizationsOwnedAlone(by id: UserID) async throws -> [String] {
        try await transaction.rows(
            """
            SELECT slug FROM organization JOIN membership ON membership.organization_id = organization.id
            WHERE membership.user_id = \(id) AND membership.role = 'owner' AND NOT EXISTS (
                SELECT 1 FROM membership AS other
                WHERE other.organization_id = organization.id AND other.user_id <> \(id) AND other.role = 'owner')
            ORDER BY slug
            """
        ).map { try $0.get("slug") }
    }

    /// Every organization, by name, with the user's role where there is one: what a superadmin may open.
    package func everyOrganization(for id: UserID) async throws -> [(organization: Organization, role: Role?)] {
        try await transaction.rows(
            """
            SELECT \(OrganizationTable.columns), role FROM organization
            LEFT JOIN membership ON membership.organization_id = organization.id AND membership.user_id = \(id)
            ORDER BY name, slug
            """
        ).map { (try Organization($0), try $0.get("role")) }
    }

    private static let columns = SQL("id AS user_id, email, is_superadmin, created_at AS user_created_at")
}
