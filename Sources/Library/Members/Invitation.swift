/// A way into an organization for one address, open until it is used, revoked or expires. Its secret is stored hashed, shown once.
package struct Invitation: Sendable {
    /// How long one stays open unless something else is asked for.
    package static let defaultDays = 7
    package static let allowedDays = 1...30

    package let id: InvitationID
    package let organizationID: OrganizationID
    /// Normalized, see ``User/normalizedEmail(_:)``.
    package let email: String
    /// What accepting makes of them.
    package let role: Role
    /// Nil for the command line, and after that account was deleted.
    package let invitedBy: UserID?
    package let createdAt: Timestamp
    package let expiresAt: Timestamp

    package init(
        id: InvitationID, organizationID: OrganizationID, email: String, role: Role, invitedBy: UserID?, createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.organizationID = organizationID
        self.email = email
        self.role = role
        self.invitedBy = invitedBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// What somebody asks for when they invite.
package struct InvitationRequest: Sendable {
    package var email: String
    package var role: Role
    package var expiresInDays: Int

    package init(email: String, role: Role, expiresInDays: Int = Invitation.defaultDays) {
        self.email = email
        self.role = role
        self.expiresInDays = expiresInDays
    }

    /// The stored form of the address; throws every wrong field together.
    package func checkedEmail() throws(AccessError) -> String {
        var problems: [FieldProblem] = []
        let address = User.normalizedEmail(email)
        if address == nil {
            problems.append(
                FieldProblem(field: "email", code: "invalid_email", detail: "“\(email)” is not an email address."))
        }
        if !Invitation.allowedDays.contains(expiresInDays) {
            let days = Invitation.allowedDays
            problems.append(
                FieldProblem(
                    field: "expiresInDays", code: "out_of_range",
                    detail: "expiresInDays is a number from \(days.lowerBound) to \(days.upperBound)."))
        }
        guard let address, problems.isEmpty else { throw .invalidFields(problems) }
        return address
    }
}
