internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Ends a membership with its API tokens; everybody may end their own.
    ///
    /// `entityTag` is the request's `If-Match`. Throws ``MemberError`` `notFound`, `changedMeanwhile`, `roleAboveOwn` and `lastOwner`.
    package func removeMember(_ user: UserID, ifMatch entityTag: String? = nil, by caller: Caller) async throws {
        let isLeaving = caller.user?.id == user
        if isLeaving { try caller.checkMayLeave() } else { try caller.require(.administer) }
        let organization = caller.organization.id
        do {
            try await database.write { transaction in
                let caller = try await isLeaving ? transaction.lockedCaller(caller) : transaction.lockedAdministrator(caller)
                let member = try await transaction.users.present(user, ifMatch: entityTag, in: organization)
                try caller.checkMayGiveOrTake(member.role)
                try await transaction.keepAnOwner(without: member, in: organization)
                try await transaction.users.removeMember(user, from: organization)
                let change = AuditChange("role", member.role.rawValue, nil)
                try await transaction.history.record(
                    AuditEntry(by: caller, "member.remove", user, named: member.email, changes: [change], at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
