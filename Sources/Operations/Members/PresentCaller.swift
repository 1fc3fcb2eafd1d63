internal import Database
internal import Library
internal import LibraryStore

extension Transaction {
    /// The caller with the role they have at this moment, in an organization that stays as it is until the transaction ends: the one
    /// they came with may have been taken meanwhile. Throws what `administer` needs.
    func lockedAdministrator(_ caller: Caller) async throws -> Caller {
        let present = try await lockedCaller(caller)
        try present.require(.administer)
        return present
    }

    /// The same whatever the role; throws ``AccessError`` `organizationUnknown` for somebody who is no longer there.
    func lockedCaller(_ caller: Caller) async throws -> Caller {
        try await organizations.lock(caller.organization.id)
        guard let user = caller.user else { return caller }
        let role = try await users.role(of: user.id, in: caller.organization.id)
        guard role != nil || user.isSuperadmin else { throw AccessError.organizationUnknown }
        var present = Caller(
            user: user, organization: caller.organization, role: role, scopes: caller.scopes, tokenID: caller.tokenID,
            door: caller.door)
        present.claim = caller.claim
        return present
    }
}
