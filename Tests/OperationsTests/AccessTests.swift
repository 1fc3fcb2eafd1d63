import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("Signing in, sessions and tokens")
struct AccessTests {
    private static let password = "correct horse"

    private func withMember(_ role: Role = .manager) async throws -> TestLibrary {
        let test = try await TestLibrary()
        _ = try await test.library.createUser(email: "Ann@Example.org", password: Self.password, memberOf: ("atelier", role))
        return test
    }

    @Test("the right password opens a session that ends with a sign-out or its time")
    func session() async throws {
        let test = try await withMember()
        let first = try await test.library.signIn(email: " ANN@example.ORG", password: Self.password, from: "192.0.2.1")
        let second = try await test.library.signIn(email: "ann@example.org", password: Self.password, from: "192.0.2.1")
        #expect(first.token != second.token && first.token.utf8.count >= 43)
        let session = try #require(try await test.library.session(token: first.token))
        #expect(session.user.email == "ann@example.org")
        #expect(try await test.library.session(token: second.token)?.csrfToken != session.csrfToken)
        #expect(try await test.library.session(token: first.token + "x") == nil)
        try await test.library.signOut(sessionToken: first.token)
        #expect(try await test.library.session(token: first.token) == nil)
        test.clock.advance(bySeconds: second.lifetimeSeconds - 10)
        #expect(try await test.library.session(token: second.token) != nil)
        test.clock.advance(bySeconds: 10)
        #expect(try await test.library.session(token: second.token) == nil)
    }

    @Test(
        "a wrong password, an unknown address and nonsense answer alike",
        arguments: [
            ("ann@example.org", "wrong horse"), ("bob@example.org", "correct horse"), ("", ""), ("ann@example.org", ""),
            ("x", "correct horse"),
            ("ann@example.org", "correct horse\u{0}"),
        ])
    func refusals(_ email: String, _ password: String) async throws {
        let test = try await withMember()
        await #expect(throws: AccessError.badCredentials) {
            try await test.library.signIn(email: email, password: password, from: "192.0.2.1")
        }
    }

    @Test("neither tokens nor passwords are in the database")
    func hashes() async throws {
        let test = try await withMember()
        let session = try await test.library.signIn(email: "ann@example.org", password: Self.password, from: "192.0.2.1")
        let token = try await test.library.createToken(
            email: "ann@example.org", organization: "atelier", scopes: [.read], lifetimeSeconds: nil)
        let contents = try await test.library.database.read { transaction in
            var contents = ""
            for table in ["session", "api_token", "app_user"] {
                for row in try await transaction.rows("SELECT * FROM \(raw: table)") {
                    for index in row.columns.names.indices {
                        let value = try row.get(at: index, as: SQLValue.self)
                        if case .blob(let bytes) = value {
                            contents += String(decoding: bytes, as: UTF8.self)
                        } else {
                            contents += "\(value)"
                        }
                    }
                }
            }
            return contents
        }
        #expect(contents.contains("ann@example.org"))
        #expect(!contents.contains(session.token) && !contents.contains(token) && !contents.contains(Self.password))
    }

    @Test("a token speaks for its user in one organization until it expires, with the user's present role")
    func tokens() async throws {
        let test = try await withMember(.manager)
        let token = try await test.library.createToken(
            email: "ann@example.org", organization: "atelier", scopes: [.write], lifetimeSeconds: 60)
        #expect(token.hasPrefix("vt_"))
        let caller = try await test.library.caller(token: token)
        #expect(
            caller.organization.slug == "atelier" && caller.role == .manager && caller.door == .api && caller.scopes == [.write])
        #expect(caller.can(.delete) && !caller.can(.administer))
        _ = try await test.library.createUser(email: "ann@example.org", password: nil, memberOf: ("atelier", .member))
        #expect(try await test.library.caller(token: token).can(.upload) == false)
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: token + "x") }
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: "") }
        test.clock.advance(bySeconds: 60)
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: token) }
    }

    @Test("a token is made for members only, and for organizations that are there")
    func tokenRules() async throws {
        let test = try await withMember()
        await #expect(throws: AccessError.userUnknown) {
            try await test.library.createToken(
                email: "ann@example.org", organization: "neighbour", scopes: [.read], lifetimeSeconds: nil)
        }
        await #expect(throws: AccessError.userUnknown) {
            try await test.library.createToken(
                email: "bob@example.org", organization: "atelier", scopes: [.read], lifetimeSeconds: nil)
        }
        await #expect(throws: OrganizationError.notFound("nobody")) {
            try await test.library.createToken(
                email: "ann@example.org", organization: "nobody", scopes: [.read], lifetimeSeconds: nil)
        }
    }

    @Test("a foreign organization answers as a missing one; a superadmin enters all")
    func organizations() async throws {
        let test = try await withMember()
        let ann = try #require(
            try await test.library.session(
                token: try await test.library.signIn(email: "ann@example.org", password: Self.password, from: "192.0.2.1").token)
        ).user
        #expect(try await test.library.caller(ann, in: "atelier", door: .dashboard).role == .manager)
        #expect(try await test.library.organizations(of: ann).map(\.slug) == ["atelier"])
        for slug in ["neighbour", "nobody", ""] {
            await #expect(throws: AccessError.organizationUnknown) {
                try await test.library.caller(ann, in: slug, door: .dashboard)
            }
        }
        _ = try await test.library.createUser(email: "root@example.org", password: Self.password, isSuperadmin: true)
        let root = try #require(
            try await test.library.session(
                token: try await test.library.signIn(email: "root@example.org", password: Self.password, from: "192.0.2.1").token)
        ).user
        #expect(try await test.library.caller(root, in: "neighbour", door: .dashboard).can(.administer))
        #expect(try await test.library.organizations(of: root).map(\.slug) == ["atelier", "neighbour"])
    }

    @Test("a user needs an address and a password, and an address is taken once")
    func users() async throws {
        let test = try await withMember()
        for (email, password, field) in [
            ("nobody", Self.password, "email"), ("bob@example.org", "1234567", "password"), ("bob@example.org", nil, "password"),
        ] {
            let error = await #expect(throws: AccessError.self) {
                try await test.library.createUser(email: email, password: password)
            }
            #expect(error?.fields.map(\.field) == [field])
        }
        await #expect(throws: AccessError.emailTaken) {
            try await test.library.createUser(email: "ann@example.org", password: Self.password)
        }
        await #expect(throws: OrganizationError.notFound("nobody")) {
            try await test.library.createUser(email: "new@example.org", password: Self.password, memberOf: ("nobody", .member))
        }
        #expect(try await test.library.database.read { try await $0.users.find(email: "new@example.org") } == nil)
    }

    @Test("an existing user joins another organization and keeps the password; the membership dates from then")
    func joining() async throws {
        let test = try await withMember()
        test.clock.advance(bySeconds: 1000)
        _ = try await test.library.createUser(
            email: "ann@example.org", password: "another password", memberOf: ("neighbour", .admin))
        _ = try await test.library.signIn(email: "ann@example.org", password: Self.password, from: "192.0.2.1")
        let dates = try await test.library.database.read { transaction in
            try await transaction.rows("SELECT created_at FROM membership ORDER BY created_at").map {
                try $0.get("created_at", as: Timestamp.self)
            }
        }
        #expect(dates.count == 2)
        #expect(dates[1].microseconds - dates[0].microseconds >= 1_000_000_000)
    }

    @Test("of two who register one address at once, the second is told it is taken")
    func registeringRace() async throws {
        let test = try await TestLibrary()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    do {
                        _ = try await test.library.createUser(email: "bob@example.org", password: Self.password)
                        return "made"
                    } catch {
                        return "\((error as? any Failure)?.code ?? "\(error)")"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.sorted() == ["email_taken", "email_taken", "email_taken", "made"])
    }

    @Test("settings of an organization change all together or not at all")
    func settings() async throws {
        let test = try await TestLibrary()
        let changed = try await test.library.changeOrganization(
            "atelier",
            settings: [
                ("name", " Cafe\u{301} "), ("plan", "pro"), ("profile", "docs"), ("maxFileBytes", "5"), ("maxStorageBytes", ""),
            ])
        #expect(changed.name == "Caf\u{e9}" && changed.plan == .pro && changed.profile == .docs)
        #expect(changed.maxFileBytes == 5 && changed.maxStorageBytes == 10 * .gibibyte)
        for (key, value) in [
            ("plan", "gold"), ("profile", "x"), ("maxFileBytes", "-1"), ("maxFileBytes", "1e9"), ("colour", "red"), ("name", " "),
            ("name", "a\u{202e}b"),
        ] {
            await #expect(throws: OrganizationError.self) {
                try await test.library.changeOrganization("atelier", settings: [("maxFileBytes", "77"), (key, value)])
            }
        }
        #expect(try await test.state().maxFileBytes == 5)
        await #expect(throws: OrganizationError.notFound("nobody")) {
            try await test.library.changeOrganization("nobody", settings: [])
        }
        await #expect(throws: OrganizationError.slugTaken("atelier")) {
            try await test.library.createOrganization(slug: "atelier", name: nil, plan: .free, profile: .cms)
        }
        await #expect(throws: OrganizationError.invalidSlug("-")) {
            try await test.library.createOrganization(slug: "-", name: nil, plan: .free, profile: .cms)
        }
    }
}
