internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes an account with its sessions, tokens and memberships; what it made stays and names nobody (M5).
    ///
    /// Throws ``AccessError`` `accountUnknown`; `lastOwner` where an organization would be left without an owner.
    package func deleteUser(_ id: UserID) async throws {
        do {
            let withAssets = try await database.read { try await $0.users.organizationsWithAssets(of: id) }
            try await database.write { transaction in
                guard try await transaction.users.email(of: id) != nil else { throw AccessError.accountUnknown }
                let memberships = try await transaction.users.memberships(of: id).map(\.organization.id)
                // The assets it made and the owners beside it stand still until it is gone.
                for organization in Set(memberships + withAssets).sorted(by: { $0.rawValue < $1.rawValue }) {
                    try await transaction.organizations.lock(organization)
                }
                let orphaned = try await transaction.users.organizationsOwnedAlone(by: id)
                guard orphaned.isEmpty else { throw AccessError.lastOwner(orphaned) }
                try await transaction.users.delete(id)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The same for the account called `email`; for the command line.
    package func deleteUser(email: String) async throws { try await deleteUser(try await user(email: email).id) }

    /// Deletes the account of whoever is signed in and knows its password; throws also ``AccessError`` `invalidUser` about `password`
    /// and `tooManyAttempts`.
    package func deleteAccount(of user: User, password: String, from address: String) async throws {
        do {
            try await confirmPassword(password, of: user, field: "password", from: address)
        } catch {
            throw ServiceError.explaining(error)
        }
        try await deleteUser(user.id)
    }

    /// All accounts, by address; for the command line.
    package func allUsers() async throws -> [User] { try await database.read { try await $0.users.all() } }

    /// The account with this address; throws ``AccessError`` `accountUnknown`.
    func user(email: String) async throws -> User {
        guard let email = User.normalizedEmail(email),
            let found = try await database.read({ try await $0.users.find(email: email) })
        else { throw AccessError.accountUnknown }
        return found.user
    }
}
