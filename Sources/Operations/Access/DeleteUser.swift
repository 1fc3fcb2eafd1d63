internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes an account with its sessions, tokens and memberships; what it made stays and names nobody (M5).
    ///
    /// Throws ``AccessError`` `superadminRequired` where it is not one's own, `accountUnknown`; `lastOwner` where an organization would
    /// be left without an owner.
    package func deleteUser(_ id: UserID, by caller: ServerCaller) async throws {
        if caller.user?.id != id { try caller.requireSuperadmin() }
        let now = now
        do {
            let withAssets = try await database.read { try await $0.users.organizationsWithAssets(of: id) }
            try await database.write { transaction in
                guard let user = try await transaction.users.find(id)?.user else { throw AccessError.accountUnknown }
                let memberships = try await transaction.users.memberships(of: id)
                // The assets it made and the owners beside it stand still until it is gone.
                let concerned = Set(memberships.map(\.organization.id) + withAssets)
                for organization in concerned.sorted(by: { $0.rawValue < $1.rawValue }) {
                    try await transaction.organizations.lock(organization)
                }
                let orphaned = try await transaction.users.organizationsOwnedAlone(by: id)
                guard orphaned.isEmpty else { throw AccessError.lastOwner(orphaned) }
                for membership in memberships {
                    try await transaction.history.record(.leaving(user, membership, by: caller, at: now))
                }
                try await transaction.users.delete(id)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Deletes the account of whoever is signed in and knows its password; throws also ``AccessError`` `invalidUser` about `password`
    /// and `tooManyAttempts`.
    package func deleteAccount(of user: User, password: String, from address: String) async throws {
        do {
            try await confirmPassword(password, of: user, field: "password", from: address)
        } catch {
            throw ServiceError.explaining(error)
        }
        try await deleteUser(user.id, by: ServerCaller(user: user, door: .dashboard))
    }

    /// The account with this address; throws ``AccessError`` `accountUnknown`.
    package func user(email: String) async throws -> User {
        guard let email = User.normalizedEmail(email),
            let found = try await database.read({ try await $0.users.find(email: email) })
        else { throw AccessError.accountUnknown }
        return found.user
    }

    /// All accounts, by address; for the command line.
    package func allUsers() async throws -> [User] { try await database.read { try await $0.users.all() } }
}

extension AuditEntry {
    /// In the log of each organization, whose member is gone with the account.
    fileprivate static func leaving(
        _ user: User, _ membership: Membership, by caller: ServerCaller, at now: Timestamp
    ) -> AuditEntry {
        let here = Caller(user: caller.user, organization: membership.organization, role: nil, door: caller.door)
        let change = AuditChange("role", membership.role.rawValue, nil)
        return AuditEntry(by: here, "member.remove", user.id, named: user.email, changes: [change], at: now)
    }
}
