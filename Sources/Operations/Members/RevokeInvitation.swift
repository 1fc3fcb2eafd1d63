internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Closes the way in; throws ``MemberError`` `invitationNotFound` and, for one to more than the caller is, `roleAboveOwn`.
    package func revokeInvitation(_ id: InvitationID, by caller: Caller) async throws {
        try caller.require(.administer)
        let organization = caller.organization.id
        do {
            try await database.write { transaction in
                let caller = try await transaction.lockedAdministrator(caller)
                guard let invitation = try await transaction.invitations.find(id, in: organization), invitation.expiresAt > now
                else { throw MemberError.invitationNotFound }
                try caller.checkMayGiveOrTake(invitation.role)
                _ = try await transaction.invitations.delete(id, in: organization)
                let change = AuditChange("role", invitation.role.rawValue, nil)
                try await transaction.history.record(
                    AuditEntry(by: caller, "invitation.revoke", id, named: invitation.email, changes: [change], at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
