import Database
import Library
import LibraryStore
import Operations
import Testing

/// People who are really there, unlike those of ``TestLibrary/caller(_:neighbour:)``.
extension TestLibrary {
    /// A user with this address who is a member of the first organization, or of another.
    func join(_ email: String, _ role: Role, of other: Organization? = nil) async throws -> Caller {
        let organization = other ?? organization
        let id = UserID.make(at: library.now)
        let user = try await library.database.write { transaction in
            let found = try await transaction.users.find(email: email)?.user
            let user = found ?? User(id: id, email: email, isSuperadmin: false, createdAt: clock.now)
            if found == nil { try await transaction.users.insert(user, passwordHash: "none") }
            try await transaction.users.setRole(role, of: user.id, in: organization.id, at: clock.now)
            return user
        }
        return Caller(user: user, organization: organization, role: role, door: .dashboard)
    }

    /// What everybody is in the first organization, or in another.
    func roles(in other: Organization? = nil) async throws -> [String: Role] {
        let id = (other ?? organization).id
        let members = try await library.database.read { try await $0.users.members(of: id) }
        return Dictionary(uniqueKeysWithValues: members.map { ($0.email, $0.role) })
    }

    /// The log of the first organization about people, oldest first, a line an entry.
    func audited() async throws -> [String] {
        let id = organization.id
        return try await library.database.read { transaction in
            try await transaction.rows(
                """
                SELECT action, subject_name, field, before_value, after_value FROM audit_entry
                LEFT JOIN audit_change ON audit_change.entry = audit_entry.number AND field = 'role'
                WHERE organization_id = \(id) AND (action LIKE 'member.%' OR action LIKE 'invitation.%') ORDER BY number
                """
            ).map { row in
                let (before, after): (String?, String?) = (try row.get("before_value"), try row.get("after_value"))
                return "\(try row.get("action", as: String.self)) \(try row.get("subject_name", as: String.self)) "
                    + "role: \(before ?? "nothing") → \(after ?? "nothing")"
            }
        }
    }
}

extension Caller {
    /// Of somebody in particular.
    var userID: UserID { user?.id ?? UserID(rawValue: 0) }
}
