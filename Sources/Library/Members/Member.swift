/// Somebody in an organization, with what they are there.
package struct Member: Sendable {
    package let userID: UserID
    package let email: String
    package var role: Role
    /// When they joined.
    package let createdAt: Timestamp

    package init(userID: UserID, email: String, role: Role, createdAt: Timestamp) {
        self.userID = userID
        self.email = email
        self.role = role
        self.createdAt = createdAt
    }

    /// Names this state of the membership, as a strong HTTP entity tag.
    package var entityTag: String { "\"m\(createdAt.microseconds)-\(role.rawValue)\"" }
}

extension Caller {
    /// The most this caller may make of somebody: the own role, and everything for superadmins and the system (M3).
    package var highestRoleToGive: Role { isSystem || user?.isSuperadmin == true ? .owner : role ?? .member }

    /// Throws `roleAboveOwn` when `role` is more than the caller may give to anybody or take from them.
    package func checkMayGiveOrTake(_ role: Role) throws(MemberError) {
        guard role <= highestRoleToGive else { throw .roleAboveOwn(role) }
    }

    /// Leaving asks for no role, yet for as much of a token as changing others' membership does.
    package func checkMayLeave() throws(AccessError) {
        if let scopes, !scopes.contains(.admin) { throw .scopeMissing(.administer, .admin) }
    }
}
