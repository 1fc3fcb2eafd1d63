internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

/// What the holder of an invitation's link may know.
package struct OpenInvitation: Sendable {
    package let invitation: Invitation
    package let organization: Organization
    /// Whether the address has an account: its person signs in to accept.
    package let hasAccount: Bool
}

extension MediaLibrary {
    /// The invitation a link opens; throws ``MemberError`` `invitationUnusable`.
    package func openInvitation(secret: String) async throws -> OpenInvitation {
        do {
            return try await database.read { transaction in
                guard let invitation = try await transaction.invitations.find(tokenHash: Self.hash(secret), at: now),
                    let organization = try await transaction.organizations.find(invitation.organizationID)
                else { throw MemberError.invitationUnusable }
                let account = try await transaction.users.find(email: invitation.email)
                return OpenInvitation(invitation: invitation, organization: organization, hasAccount: account != nil)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Makes whoever is signed in a member, once; a member already there keeps the role.
    ///
    /// Throws ``MemberError`` `invitationUnusable` and, for another's invitation, `invitationForAnother`.
    package func acceptInvitation(secret: String, by user: User, door: Door) async throws -> Membership {
        do {
            return try await database.write { transaction in
                let invitation = try await transaction.takeInvitation(Self.hash(secret), at: now) { invitation in
                    guard invitation.email == user.email else {
                        throw MemberError.invitationForAnother(email: invitation.email)
                    }
                }
                return try await transaction.join(user, invitation, door: door, at: now)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Makes an account with the invitation's address and `password`, makes it a member and signs it in.
    ///
    /// Throws ``MemberError`` `invitationUnusable` and `accountExists`, ``AccessError`` `invalidUser` for a password that will not do.
    package func acceptInvitation(secret: String, newPassword password: String) async throws -> (Membership, NewSession) {
        let open = try await openInvitation(secret: secret)
        let email = open.invitation.email
        if open.hasAccount { throw MemberError.accountExists(email: email) }
        let user = User(id: .make(at: now), email: email, isSuperadmin: false, createdAt: now)
        do {
            let passwordHash = try await hash(ofNewPassword: password)
            let membership = try await database.write { transaction in
                let invitation = try await transaction.takeInvitation(Self.hash(secret), at: now)
                try await transaction.users.insert(user, passwordHash: passwordHash)
                return try await transaction.join(user, invitation, door: .dashboard, at: now)
            }
            return (membership, try await openSession(for: user, replacing: nil))
        } catch DatabaseError.uniqueViolation {
            throw MemberError.accountExists(email: email)  // made meanwhile
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private static func hash(_ secret: String) -> [UInt8] { SHA256.hash(Array(secret.utf8)) }
}

extension Transaction {
    /// The open invitation with this secret, which is gone now: of two who take it, the second finds none.
    fileprivate func takeInvitation(
        _ hash: [UInt8], at now: Timestamp, unless check: @Sendable (Invitation) throws -> Void = { _ in }
    ) async throws -> Invitation {
        guard let invitation = try await invitations.find(tokenHash: hash, at: now) else { throw MemberError.invitationUnusable }
        try check(invitation)
        try await organizations.lock(invitation.organizationID)
        guard try await invitations.delete(invitation.id, in: invitation.organizationID) else {
            throw MemberError.invitationUnusable
        }
        return invitation
    }

    fileprivate func join(_ user: User, _ invitation: Invitation, door: Door, at now: Timestamp) async throws -> Membership {
        guard let organization = try await organizations.find(invitation.organizationID) else {
            throw MemberError.invitationUnusable
        }
        let caller = Caller(user: user, organization: organization, role: invitation.role, door: door)
        if let present = try await users.role(of: user.id, in: organization.id) {
            return Membership(organization: organization, role: present)
        }
        try await users.setRole(invitation.role, of: user.id, in: organization.id, at: now)
        let change = AuditChange("role", nil, invitation.role.rawValue)
        try await history.record(AuditEntry(by: caller, "member.join", user.id, named: user.email, changes: [change], at: now))
        return Membership(organization: organization, role: invitation.role)
    }
}
