import Database
import Library
import Operations
import Testing

@Suite("API tokens")
struct TokenTests {
    private func made(
        _ test: TestLibrary, _ name: String = "Build", _ scopes: Set<Scope> = [.read], seconds: Int64? = nil, by caller: Caller
    ) async throws -> CreatedToken {
        try await test.library.createToken(
            NewToken(name: name, scopes: scopes, expiresAt: seconds.map { test.library.now.advanced(bySeconds: $0) }), by: caller)
    }

    private func audit(_ test: TestLibrary) async throws -> [String] {
        try await test.library.database.read { transaction in
            try await transaction.rows(
                """
                SELECT action, subject_name, field, before_value, after_value FROM audit_entry
                LEFT JOIN audit_change ON audit_change.entry = audit_entry.number WHERE action LIKE 'token.%' ORDER BY number, field
                """
            ).map { row in
                try ["action", "subject_name", "field", "before_value", "after_value"]
                    .map { try row.get($0, as: String?.self) ?? "-" }.joined(separator: " ")
            }
        }
    }

    @Test("a token speaks for whoever made it, is listed without its secret and ends when it is revoked")
    func life() async throws {
        let test = try await TestLibrary()
        let caller = try await test.member(.admin)
        let created = try await made(test, " Build ", [.write], seconds: 60, by: caller)
        #expect(created.secret.hasPrefix("vt_"))
        #expect(try await test.library.caller(token: created.secret).user?.id == caller.user?.id)
        let page = try await test.library.listTokens(by: caller)
        #expect(page.total == 1 && page.next == nil)
        let listed = try #require(page.tokens.first)
        #expect(listed.userEmail == "admin@example.org" && listed.token.name == "Build" && listed.token.scopes == [.write])
        #expect(listed.token.expiresAt == created.token.expiresAt && listed.token.createdAt == created.token.createdAt)
        try await test.library.revokeToken(created.token.id, by: caller)
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: created.secret) }
        await #expect(throws: AccessError.tokenUnknown) { try await test.library.revokeToken(created.token.id, by: caller) }
        let expiry = try #require(created.token.expiresAt).description
        #expect(
            try await audit(test) == [
                "token.create Build expiresAt - \(expiry)", "token.create Build scopes - write",
                "token.revoke Build expiresAt \(expiry) -", "token.revoke Build scopes write -",
            ])
    }

    @Test("a neighbour's tokens are neither listed nor revoked, and answer as missing ones")
    func isolation() async throws {
        let test = try await TestLibrary()
        let created = try await made(test, by: try await test.member(.owner))
        let foreign = test.caller(.owner, neighbour: true)
        #expect(try await test.library.listTokens(by: foreign).tokens.isEmpty)
        let system = Caller(user: nil, organization: test.neighbour, role: nil, door: .commandLine)
        await #expect(throws: AccessError.tokenUnknown) { try await test.library.revokeToken(created.token.id, by: system) }
        #expect(try await test.library.caller(token: created.secret).tokenID == created.token.id)
    }

    @Test("only administrators make, see and revoke tokens", arguments: [Role.member, .manager])
    func roles(_ role: Role) async throws {
        let test = try await TestLibrary()
        let caller = try await test.member(role)
        let refusal = AccessError.roleTooLow(.administer, least: .admin)
        await #expect(throws: refusal) { try await made(test, by: caller) }
        await #expect(throws: refusal) { try await test.library.listTokens(by: caller) }
        await #expect(throws: refusal) { try await test.library.revokeToken(.make(at: test.library.now), by: caller) }
    }

    @Test("a token makes no token that may do more than itself")
    func escalation() async throws {
        let test = try await TestLibrary()
        let person = try await test.member(.owner)
        for (scopes, wanted, isMade) in [
            (Set<Scope>([.admin]), Set<Scope>([.admin, .read]), true), ([.write], [.read], false), ([.write], [.admin], false),
            ([], [.read], false),
        ] {
            let token = Caller(user: person.user, organization: person.organization, role: .owner, scopes: scopes, door: .api)
            do {
                _ = try await made(test, "x", wanted, by: token)
                #expect(isMade)
            } catch let error as AccessError {
                #expect(!isMade && error.code == "scope_missing")
            }
        }
    }

    @Test("an administrator whose role was taken meanwhile makes and revokes nothing")
    func staleRole() async throws {
        let test = try await TestLibrary()
        let caller = try await test.member(.admin)
        let created = try await made(test, by: caller)
        _ = try await test.library.createUser(email: "admin@example.org", password: nil, memberOf: ("atelier", .member))
        await #expect(throws: AccessError.self) { try await made(test, by: caller) }
        await #expect(throws: AccessError.self) { try await test.library.revokeToken(created.token.id, by: caller) }
        #expect(try await test.library.listTokens(by: test.system).total == 1)
    }

    @Test("the token of somebody who is no member any more is refused; a superadmin's needs no membership")
    func formerMember() async throws {
        let test = try await TestLibrary()
        let created = try await made(test, by: try await test.member(.admin))
        try await test.change("DELETE FROM membership")
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: created.secret) }
        try await test.change("UPDATE app_user SET is_superadmin = 1")
        #expect(try await test.library.caller(token: created.secret).can(.read))
    }

    @Test("the list goes on where a page ended, the newest first")
    func pages() async throws {
        let test = try await TestLibrary()
        let caller = try await test.member(.owner)
        for number in 1...5 {
            _ = try await made(test, "\(number)", by: caller)
            test.clock.advance(bySeconds: 1)
        }
        var (names, cursor): ([String], TokenID?) = ([], nil)
        repeat {
            let page = try await test.library.listTokens(before: cursor, limit: 2, by: caller)
            #expect(page.total == 5)
            names += page.tokens.map(\.token.name)
            cursor = page.next
        } while cursor != nil
        #expect(names == ["5", "4", "3", "2", "1"])
    }

    @Test("the last use is noted once in five minutes, and a use never fails because it cannot be")
    func lastUse() async throws {
        let test = try await TestLibrary()
        let caller = try await test.member(.owner)
        let secret = try await made(test, by: caller).secret
        func lastUse() async throws -> Timestamp? { try await test.library.listTokens(by: caller).tokens[0].token.lastUsedAt }
        func used(after earlier: Timestamp?) async throws -> Timestamp {
            _ = try await test.library.caller(token: secret)
            while true {
                if let moment = try await lastUse(), moment != earlier { return moment }
                await Task.yield()
            }
        }
        #expect(try await lastUse() == nil)
        test.database.failEveryWrite(with: .full)
        _ = try await test.library.caller(token: secret)
        test.database.heal()
        let first = try await used(after: nil)
        test.clock.advance(bySeconds: 250)
        _ = try await test.library.caller(token: secret)
        test.clock.advance(bySeconds: 60)
        let second = try await used(after: first)
        #expect(second.seconds - first.seconds >= 310, "nothing was noted in between")
    }
}
