internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Everybody in the organization, the highest roles first (M3).
    package func members(by caller: Caller) async throws -> [Member] {
        try caller.require(.administer)
        do {
            return try await database.read { try await $0.users.members(of: caller.organization.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// One member; throws ``MemberError`` `notFound`.
    package func member(_ user: UserID, by caller: Caller) async throws -> Member {
        try caller.require(.administer)
        do {
            guard let member = try await database.read({ try await $0.users.member(user, of: caller.organization.id) }) else {
                throw MemberError.notFound
            }
            return member
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The member with this address; throws ``MemberError`` `notFound`.
    package func member(email: String, by caller: Caller) async throws -> Member {
        try caller.require(.administer)
        do {
            guard let email = User.normalizedEmail(email),
                let member = try await database.read({ try await $0.users.member(email: email, of: caller.organization.id) })
            else { throw MemberError.notFound }
            return member
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
