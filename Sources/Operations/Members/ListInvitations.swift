internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// The invitations that are still open, by address.
    package func invitations(by caller: Caller) async throws -> [Invitation] {
        try caller.require(.administer)
        do {
            return try await database.read { try await $0.invitations.pending(in: caller.organization.id, at: now) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The open invitation of an address; throws ``MemberError`` `invitationNotFound`.
    package func invitation(email: String, by caller: Caller) async throws -> Invitation {
        let email = User.normalizedEmail(email)
        guard let invitation = try await invitations(by: caller).first(where: { $0.email == email }) else {
            throw MemberError.invitationNotFound
        }
        return invitation
    }
}
