internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

/// A browser's live session.
package struct Session: Sendable {
    package let user: User
    package let csrfToken: String
}

extension MediaLibrary {
    /// The session a cookie names; nil when there is none or it has ended.
    package func session(token: String) async throws -> Session? {
        do {
            return try await database.read { transaction in
                try await transaction.credentials.session(tokenHash: SHA256.hash(token), at: now)
                    .map { Session(user: $0.user, csrfToken: $0.csrfToken) }
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The caller a bearer token speaks for; throws ``AccessError`` `invalidToken` when it is unknown, revoked or expired, or its user is
    /// no longer a member.
    package func caller(token: String) async throws -> Caller {
        let hash = SHA256.hash(token)
        do {
            guard let holder = try await database.read({ try await $0.credentials.tokenHolder(hash: hash, at: now) }) else {
                throw AccessError.invalidToken
            }
            tokenUses.note(holder, at: now, in: database)
            return Caller(
                user: holder.user, organization: holder.organization, role: holder.role, scopes: holder.scopes,
                tokenID: holder.tokenID, door: .api)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The caller a signed-in user is in the organization called `slug`; `organizationUnknown` for missing and foreign ones alike.
    package func caller(_ user: User, in slug: String, door: Door) async throws -> Caller {
        do {
            return try await database.read { transaction in
                guard let organization = try await transaction.organizations.find(slug: slug) else {
                    throw AccessError.organizationUnknown
                }
                let role = try await transaction.users.role(of: user.id, in: organization.id)
                guard role != nil || user.isSuperadmin else { throw AccessError.organizationUnknown }
                return Caller(user: user, organization: organization, role: role, door: door)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The caller a signed-in user is in the organization of asset `id`, for addresses that name no organization.
    ///
    /// Throws ``AssetError`` `notFound` for a missing asset and a foreign one alike (M2).
    package func caller(_ user: User, besideAsset id: AssetID, door: Door) async throws -> Caller {
        do {
            return try await database.read { transaction in
                guard let organization = try await transaction.organizations.owner(of: id) else { throw AssetError.notFound }
                let role = try await transaction.users.role(of: user.id, in: organization.id)
                guard role != nil || user.isSuperadmin else { throw AssetError.notFound }
                return Caller(user: user, organization: organization, role: role, door: door)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The organizations a user may open, by name: all of them for a superadmin.
    package func organizations(of user: User) async throws -> [Organization] {
        do {
            return try await database.read { transaction in
                if user.isSuperadmin { return try await transaction.organizations.all() }
                return try await transaction.users.memberships(of: user.id).map(\.organization)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The organizations a user may open, by name, with the role there: all of them for a superadmin, who may have none.
    package func places(of user: User) async throws -> [(organization: Organization, role: Role?)] {
        do {
            return try await database.read { transaction in
                if user.isSuperadmin { return try await transaction.users.everyOrganization(for: user.id) }
                return try await transaction.users.memberships(of: user.id).map { ($0.organization, $0.role) }
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
