internal import Database
package import Library

/// Invitations, known by the SHA-256 of their secret only; at most one for an address in an organization.
package struct InvitationTable: Sendable {
    let transaction: any Transaction

    package func insert(_ invitation: Invitation, tokenHash: [UInt8]) async throws {
        try await transaction.run(
            """
            INSERT INTO invitation (id, organization_id, email, role, token_hash, invited_by, created_at, expires_at)
            VALUES (\(invitation.id), \(invitation.organizationID), \(invitation.email), \(invitation.role), \(tokenHash),
                \(invitation.invitedBy), \(invitation.createdAt), \(invitation.expiresAt))
            """)
    }

    /// Those still open, by address.
    package func pending(in organization: OrganizationID, at now: Timestamp) async throws -> [Invitation] {
        try await transaction.rows(
            """
            SELECT \(Self.columns) FROM invitation WHERE organization_id = \(organization) AND expires_at > \(now) ORDER BY email
            """
        ).map(Invitation.init)
    }

    /// Open or expired.
    package func find(_ id: InvitationID, in organization: OrganizationID) async throws -> Invitation? {
        try await transaction.row(
            "SELECT \(Self.columns) FROM invitation WHERE id = \(id) AND organization_id = \(organization)"
        ).map(Invitation.init)
    }

    /// Open or expired.
    package func find(email: String, in organization: OrganizationID) async throws -> Invitation? {
        guard email.isStorable else { return nil }
        return try await transaction.row(
            "SELECT \(Self.columns) FROM invitation WHERE email = \(email) AND organization_id = \(organization)"
        ).map(Invitation.init)
    }

    /// The open invitation with this secret: whoever holds it stands in no organization yet, so this alone looks in all of them.
    package func find(tokenHash: [UInt8], at now: Timestamp) async throws -> Invitation? {
        try await transaction.row(
            "SELECT \(Self.columns) FROM invitation WHERE token_hash = \(tokenHash) AND expires_at > \(now)"
        ).map(Invitation.init)
    }

    /// Whether it was there: of several who take it, one gets true.
    package func delete(_ id: InvitationID, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run("DELETE FROM invitation WHERE id = \(id) AND organization_id = \(organization)") == 1
    }

    package func deleteExpired(in organization: OrganizationID, at now: Timestamp) async throws {
        try await transaction.run("DELETE FROM invitation WHERE organization_id = \(organization) AND expires_at <= \(now)")
    }

    private static let columns = SQL("id AS invitation_id, organization_id, email, role, invited_by, created_at, expires_at")
}

extension Invitation {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.get("invitation_id"), organizationID: try row.get("organization_id"), email: try row.get("email"),
            role: try row.get("role"), invitedBy: try row.get("invited_by"), createdAt: try row.get("created_at"),
            expiresAt: try row.get("expires_at"))
    }
}
