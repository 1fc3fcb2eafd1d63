internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Gives a member another role, never one above the caller's own, and never to somebody above the caller (M3).
    ///
    /// `entityTag` is the request's `If-Match`. Throws ``MemberError`` `notFound`, `changedMeanwhile`, `roleAboveOwn` and `lastOwner`.
    package func changeMemberRole(
        _ user: UserID, to role: Role, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> Member {
        try caller.require(.administer)
        let organization = caller.organization.id
        do {
            return try await database.write { transaction in
                let caller = try await transaction.lockedAdministrator(caller)
                var member = try await transaction.users.present(user, ifMatch: entityTag, in: organization)
                try caller.checkMayGiveOrTake(member.role)
                try caller.checkMayGiveOrTake(role)
                if member.role == role { return member }
                try await transaction.keepAnOwner(without: member, in: organization)
                try await transaction.users.setRole(role, of: user, in: organization, at: now)
                let change = AuditChange("role", member.role.rawValue, role.rawValue)
                try await transaction.history.record(
                    AuditEntry(by: caller, "member.role", user, named: member.email, changes: [change], at: now))
                member.role = role
                return member
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension Transaction {
    /// Throws ``MemberError`` `lastOwner` when nobody but `member` owns the organization, which is locked.
    func keepAnOwner(without member: Member, in organization: OrganizationID) async throws {
        guard member.role == .owner else { return }
        if try await users.ownerCount(of: organization) <= 1 { throw MemberError.lastOwner }
    }
}

extension UserTable {
    /// The member in the state the caller saw; the organization is locked.
    func present(_ user: UserID, ifMatch entityTag: String?, in organization: OrganizationID) async throws -> Member {
        guard let member = try await member(user, of: organization) else { throw MemberError.notFound }
        if let entityTag, !IfMatch.holds(entityTag, for: member.entityTag) { throw MemberError.changedMeanwhile }
        return member
    }
}
