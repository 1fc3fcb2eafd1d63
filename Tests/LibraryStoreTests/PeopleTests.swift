import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("People, sessions and tokens")
struct PeopleTests {
    private let user = User(id: .make(at: .noon), email: "ann@example.org", isSuperadmin: true, createdAt: .noon)

    @Test("organizations come back by id, by slug and in order, with their settings and counters", arguments: Engine.available)
    func organizations(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        var changed = store.organization
        changed.name = "Ätelier"
        changed.plan = .pro
        changed.planLimits = Plan.pro.limits
        changed.profile = .docs
        changed.maxFileBytesOverride = 5
        changed.maxStorageBytesOverride = 6
        let settings = changed
        try await store.database.write { transaction in
            try await transaction.organizations.updateSettings(settings)
            try await transaction.organizations.changeUsed(by: 3, in: settings.id)
            #expect(try await transaction.organizations.reserve(2, limit: 6, in: settings.id))
        }
        changed.revision += 1
        changed.usedBytes = 3
        changed.reservedBytes = 2
        let expected = String(reflecting: Optional(changed))
        let (byID, bySlug, misspelt, all) = try await store.database.read { transaction in
            (
                try await transaction.organizations.find(settings.id), try await transaction.organizations.find(slug: "atelier"),
                try await transaction.organizations.find(slug: "ATELIER"), try await transaction.organizations.all()
            )
        }
        #expect(String(reflecting: byID) == expected)
        #expect(String(reflecting: bySlug) == expected)
        #expect(misspelt == nil)
        #expect(all.map(\.slug) == ["atelier", "neighbour"])
    }

    @Test("a user is found by address, and an address belongs to one", arguments: Engine.available)
    func users(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let user = user
        try await store.database.write { try await $0.users.insert(user, passwordHash: "hash") }
        try await store.database.write { try await $0.users.setPassword(hash: "new", of: user.id) }
        let found = try #require(try await store.database.read { try await $0.users.find(email: "ann@example.org") })
        #expect(String(reflecting: found.user) == String(reflecting: user))
        #expect(found.passwordHash == "new")
        #expect(try await store.database.read { try await $0.users.email(of: user.id) } == user.email)
        let twin = User(id: .make(at: .noon), email: user.email, isSuperadmin: false, createdAt: .noon)
        await #expect(throws: engine.uniqueViolation("app_user", "email")) {
            try await store.database.write { try await $0.users.insert(twin, passwordHash: "x") }
        }
    }

    @Test("a membership is one organization's alone and its role can change", arguments: Engine.available)
    func memberships(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let (user, organization, neighbour) = (user, store.organization.id, store.neighbour.id)
        try await store.database.write { transaction in
            try await transaction.users.insert(user, passwordHash: "x")
            try await transaction.users.setRole(.member, of: user.id, in: organization, at: .noon)
            try await transaction.users.setRole(.admin, of: user.id, in: organization, at: .noon)
        }
        let (roles, memberships) = try await store.database.read { transaction in
            (
                [
                    try await transaction.users.role(of: user.id, in: organization),
                    try await transaction.users.role(of: user.id, in: neighbour),
                ], try await transaction.users.memberships(of: user.id)
            )
        }
        #expect(roles == [.admin, nil])
        #expect(memberships.map(\.organization.slug) == ["atelier"])
        #expect(memberships.map(\.role) == [.admin])
    }

    @Test("a session is found by its hash until the moment it expires", arguments: Engine.available)
    func sessions(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let user = user
        let end = Timestamp.noon.advanced(bySeconds: 10)
        try await store.database.write { transaction in
            try await transaction.users.insert(user, passwordHash: "x")
            try await transaction.credentials.insertSession(
                tokenHash: [1], user: user.id, csrfToken: "c", at: .noon, expiresAt: end)
            try await transaction.credentials.insertSession(
                tokenHash: [2], user: user.id, csrfToken: "d", at: .noon, expiresAt: end)
        }
        func csrfToken(_ hash: UInt8, _ moment: Timestamp) async throws -> String? {
            try await store.database.read { try await $0.credentials.session(tokenHash: [hash], at: moment)?.csrfToken }
        }
        #expect(try await csrfToken(1, .noon) == "c")
        #expect(try await csrfToken(1, end) == nil)
        #expect(try await csrfToken(3, .noon) == nil)
        try await store.database.write { try await $0.credentials.deleteSession(tokenHash: [1]) }
        #expect(try await csrfToken(1, .noon) == nil)
        #expect(try await csrfToken(2, .noon) == "d")
        try await store.database.write { try await $0.credentials.deleteExpiredSessions(at: end) }
        #expect(try await csrfToken(2, .noon) == nil)
    }

    @Test(
        "a token speaks for its user in its organization, with its scopes, until it expires", arguments: Engine.available,
        [nil, Role.manager])
    func tokens(_ engine: Engine, _ role: Role?) async throws {
        let store = try await TemporaryStore(engine)
        let (user, organization) = (user, store.organization.id)
        let end = Timestamp.noon.advanced(bySeconds: 10)
        let token = APIToken(
            id: .make(at: .noon), organizationID: organization, userID: user.id, scopes: [.read, .write], expiresAt: end,
            createdAt: .noon)
        let eternal = APIToken(
            id: .make(at: .noon), organizationID: organization, userID: user.id, scopes: [.admin], expiresAt: nil,
            createdAt: .noon)
        try await store.database.write { transaction in
            try await transaction.users.insert(user, passwordHash: "x")
            if let role { try await transaction.users.setRole(role, of: user.id, in: organization, at: .noon) }
            try await transaction.credentials.insertToken(token, hash: [1])
            try await transaction.credentials.insertToken(eternal, hash: [2])
        }
        try await store.database.read { transaction in
            let found = try await transaction.credentials.tokenHolder(hash: [1], at: .noon)
            let holder = try #require(found)
            #expect(holder.tokenID == token.id && holder.user.id == user.id && holder.organization.slug == "atelier")
            #expect(holder.scopes == [.read, .write])
            #expect(holder.role == role)
            #expect(try await transaction.credentials.tokenHolder(hash: [1], at: end) == nil)
            #expect(try await transaction.credentials.tokenHolder(hash: [2], at: end)?.scopes == [.admin])
            #expect(try await transaction.credentials.tokenHolder(hash: [9], at: .noon) == nil)
        }
    }
}
