internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

/// An invitation with the secret of its link, which is shown this once.
package struct CreatedInvitation: Sendable {
    package let invitation: Invitation
    package let secret: String

    /// Where the link leads on this server.
    package var path: String { "/invitations/\(secret)" }
}

extension MediaLibrary {
    /// Opens a way in for an address; an earlier invitation of it ends.
    ///
    /// Throws ``AccessError`` `invalidFields`, ``MemberError`` `roleAboveOwn` and `alreadyMember`.
    package func inviteMember(_ request: InvitationRequest, by caller: Caller) async throws -> CreatedInvitation {
        try caller.require(.administer)
        let email = try request.checkedEmail()
        let secret = RandomToken.make(bytes: 32)
        let invitation = Invitation(
            id: .make(at: now), organizationID: caller.organization.id, email: email, role: request.role,
            invitedBy: caller.user?.id, createdAt: now, expiresAt: now.advanced(bySeconds: Int64(request.expiresInDays) * 86_400))
        do {
            try await database.write { transaction in
                let caller = try await transaction.lockedAdministrator(caller)
                try caller.checkMayGiveOrTake(invitation.role)
                try await transaction.replaceInvitation(with: invitation, secret: secret, by: caller)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        return CreatedInvitation(invitation: invitation, secret: secret)
    }
}

extension Transaction {
    fileprivate func replaceInvitation(with invitation: Invitation, secret: String, by caller: Caller) async throws {
        let (email, organization) = (invitation.email, invitation.organizationID)
        if try await users.member(email: email, of: organization) != nil { throw MemberError.alreadyMember(email: email) }
        try await invitations.deleteExpired(in: organization, at: invitation.createdAt)
        let earlier = try await invitations.find(email: email, in: organization)
        if let earlier {
            try caller.checkMayGiveOrTake(earlier.role)
            _ = try await invitations.delete(earlier.id, in: organization)
        }
        try await invitations.insert(invitation, tokenHash: SHA256.hash(Array(secret.utf8)))
        let changes = AuditChange.between([
            ("role", earlier?.role.rawValue, invitation.role.rawValue),
            ("expiresAt", earlier?.expiresAt.description, invitation.expiresAt.description),
        ])
        try await history.record(
            AuditEntry(
                by: caller, "member.invite", invitation.id, named: email, changes: changes, at: invitation.createdAt))
    }
}
