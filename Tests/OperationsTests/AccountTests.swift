import Database
import Library
import Operations
import Testing

@Suite("Accounts")
struct AccountTests {
    private static let password = "correct horse"
    private static let address = "192.0.2.1"

    private func signedIn(_ test: TestLibrary, _ email: String, _ password: String = password) async throws -> NewSession {
        try await test.library.signIn(email: email, password: password, from: Self.address)
    }

    private func isOpen(_ session: NewSession, _ test: TestLibrary) async throws -> Bool {
        try await test.library.session(token: session.token) != nil
    }

    private func user(_ test: TestLibrary, _ email: String) async throws -> User { try await test.library.user(email: email) }

    @Test("signing in ends the session the browser had before, whatever it held")
    func replacing() async throws {
        let test = try await TestLibrary()
        _ = try await test.member(.owner)
        let old = try await signedIn(test, "owner@example.org")
        let new = try await test.library.signIn(
            email: "owner@example.org", password: Self.password, from: Self.address, replacing: old.token)
        #expect(try await !isOpen(old, test))
        #expect(try await isOpen(new, test))
        let planted = try await test.library.signIn(
            email: "owner@example.org", password: Self.password, from: Self.address, replacing: "planted")
        #expect(planted.token != "planted")
        #expect(try await test.library.session(token: "planted") == nil)
    }

    @Test("a new password ends every session but the one that gave it")
    func password() async throws {
        let test = try await TestLibrary()
        _ = try await test.member(.owner)
        let (here, there) = (try await signedIn(test, "owner@example.org"), try await signedIn(test, "owner@example.org"))
        let user = try await user(test, "owner@example.org")
        func change(_ current: String, _ new: String) async throws {
            try await test.library.changePassword(of: user, current: current, new: new, keeping: here.token, from: Self.address)
        }
        for (current, new, field) in [
            ("wrong horse", "new password", "currentPassword"), (Self.password, "1234567", "newPassword"),
            (Self.password, String(repeating: "x", count: 1025), "newPassword"),
        ] {
            let error = await #expect(throws: AccessError.self) { try await change(current, new) }
            #expect(error?.fields.map(\.field) == [field])
        }
        #expect(try await isOpen(there, test))
        try await change(Self.password, "new password")
        #expect(try await isOpen(here, test))
        #expect(try await !isOpen(there, test))
        await #expect(throws: AccessError.badCredentials) { try await signedIn(test, "owner@example.org") }
        _ = try await signedIn(test, "owner@example.org", "new password")
    }

    @Test("a wrong current password counts as a failed sign-in")
    func throttled() async throws {
        let test = try await TestLibrary()
        _ = try await test.member(.owner)
        let user = try await user(test, "owner@example.org")
        for _ in 0..<10 {
            await #expect(throws: AccessError.self) {
                try await test.library.deleteAccount(of: user, password: "wrong horse", from: Self.address)
            }
        }
        let error = await #expect(throws: AccessError.self) {
            try await test.library.changePassword(
                of: user, current: Self.password, new: "new password", keeping: "", from: Self.address)
        }
        #expect(error?.code == "too_many_attempts")
        await #expect(throws: AccessError.self) { try await signedIn(test, "owner@example.org") }
    }

    @Test("signing out everywhere ends one's own sessions and nobody else's")
    func everywhere() async throws {
        let test = try await TestLibrary()
        _ = try await (test.member(.owner), test.member(.admin))
        let mine = [try await signedIn(test, "owner@example.org"), try await signedIn(test, "owner@example.org")]
        let other = try await signedIn(test, "admin@example.org")
        try await test.library.signOutEverywhere(try await user(test, "owner@example.org"))
        for session in mine { #expect(try await !isOpen(session, test)) }
        #expect(try await isOpen(other, test))
        try await test.library.setPassword("new password", email: "admin@example.org")
        #expect(try await !isOpen(other, test))
    }

    @Test("an account goes with its sessions, tokens and memberships; what it uploaded stays and names nobody")
    func deletion() async throws {
        let test = try await TestLibrary()
        let (owner, admin) = (try await test.member(.owner), try await test.member(.admin))
        let asset = try await test.library.uploadAsset(BytesSource([65]), UploadDetails(fileName: "a.txt"), by: admin)
        let token = try await test.library.createToken(
            NewToken(name: "x", scopes: [.read], expiresAt: nil), by: admin)
        let session = try await signedIn(test, "admin@example.org")
        let id = try #require(admin.user?.id)
        let ofAnother = ServerCaller(user: owner.user, door: .api)
        await #expect(throws: AccessError.superadminRequired()) { try await test.library.deleteUser(id, by: ofAnother) }
        try await test.library.deleteAccount(of: try #require(admin.user), password: Self.password, from: Self.address)
        #expect(try await !isOpen(session, test))
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: token.secret) }
        #expect(try await test.row(asset.id)?.createdBy == nil)
        #expect(try await test.library.allUsers().map(\.email) == ["owner@example.org"])
        await #expect(throws: AccessError.accountUnknown) {
            try await test.library.deleteUser(id, by: ServerCaller(user: nil, door: .commandLine))
        }
        let log = try await test.library.database.read { transaction in
            try await transaction.rows("SELECT action, subject_name FROM audit_entry WHERE action = 'member.remove'").count
        }
        #expect(log == 1)
        try await test.expectSound()
    }

    @Test("nobody who alone owns an organization goes, whoever wants it")
    func lastOwner() async throws {
        let test = try await TestLibrary()
        let owner = try #require(try await test.member(.owner).user)
        _ = try await test.library.createUser(email: owner.email, password: nil, memberOf: ("neighbour", .owner))
        let refusal = AccessError.lastOwner(["atelier", "neighbour"])
        await #expect(throws: refusal) {
            try await test.library.deleteAccount(of: owner, password: Self.password, from: Self.address)
        }
        await #expect(throws: refusal) {
            try await test.library.deleteUser(owner.id, by: ServerCaller(user: nil, door: .commandLine))
        }
        _ = try await test.library.createUser(email: "b@example.org", password: Self.password, memberOf: ("atelier", .owner))
        await #expect(throws: AccessError.lastOwner(["neighbour"])) {
            try await test.library.deleteUser(owner.id, by: ServerCaller(user: owner, door: .dashboard))
        }
        _ = try await test.library.createUser(email: "b@example.org", password: nil, memberOf: ("neighbour", .owner))
        try await test.library.deleteUser(owner.id, by: ServerCaller(user: owner, door: .dashboard))
    }

    @Test("of two owners who go at once, one stays")
    func ownersRace() async throws {
        for _ in 0..<5 {
            let test = try await TestLibrary()
            for name in ["a", "b"] {
                _ = try await test.library.createUser(
                    email: "\(name)@example.org", password: Self.password, memberOf: ("atelier", .owner))
            }
            let users = try await test.library.allUsers()
            let outcomes = await withTaskGroup(of: String.self) { group in
                for user in users {
                    group.addTask {
                        do {
                            try await test.library.deleteUser(user.id, by: ServerCaller(user: user, door: .dashboard))
                            return "gone"
                        } catch {
                            return (error as? any Failure)?.code ?? "\(error)"
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["gone", "last_owner"])
        }
    }
}
