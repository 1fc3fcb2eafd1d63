import Database
import Library
import Operations
import Testing

@Suite("Sign-ins that fail too often")
struct SignInThrottleTests {
    private static let password = "correct horse"
    private static let email = "ann@example.org"

    private func withMember() async throws -> TestLibrary {
        let test = try await TestLibrary()
        _ = try await test.library.createUser(email: Self.email, password: Self.password, memberOf: ("atelier", .owner))
        return test
    }

    /// What signing in comes to: `in`, or the code of what was thrown.
    private func outcome(
        _ test: TestLibrary, _ email: String = email, _ password: String = "wrong horse", from address: String = "192.0.2.1"
    ) async -> String {
        do {
            _ = try await test.library.signIn(email: email, password: password, from: address)
            return "in"
        } catch {
            return (error as? any Failure)?.code ?? "\(error)"
        }
    }

    private func outcomes(
        _ count: Int, _ test: TestLibrary, _ email: String = email, from address: String = "192.0.2.1"
    ) async -> [String] {
        var outcomes: [String] = []
        for _ in 0..<count { outcomes.append(await outcome(test, email, from: address)) }
        return outcomes
    }

    private func failures(_ count: Int) -> [String] { Array(repeating: "bad_credentials", count: count) }

    @Test(
        "the eleventh try for an account from one address is refused, the right password too; one from elsewhere is not",
        arguments: [email, "nobody@example.org", "not an address"])
    func oneAddress(_ email: String) async throws {
        let test = try await withMember()
        #expect(await outcomes(10, test, email) == failures(10))
        let error = await #expect(throws: AccessError.self) {
            try await test.library.signIn(email: email, password: Self.password, from: "192.0.2.1")
        }
        let seconds = try #require(error?.retryAfterSeconds)
        #expect((880...900).contains(seconds) && error == .tooManyAttempts(retryAfterSeconds: seconds))
        #expect(await outcome(test, " \(email.uppercased())", Self.password) == "too_many_attempts")
        #expect(await outcome(test, email, Self.password, from: "192.0.2.2") == (email == Self.email ? "in" : "bad_credentials"))
    }

    @Test("of sixty-four guesses at once ten are looked at")
    func parallel() async throws {
        let test = try await withMember()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { await outcome(test) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == "bad_credentials" } == 10)
        #expect(outcomes.count { $0 == "too_many_attempts" } == 54)
    }

    @Test("the right password begins the count anew, and is never counted itself")
    func success() async throws {
        let test = try await withMember()
        for _ in 0..<3 {
            #expect(await outcomes(9, test) == failures(9))
            #expect(await outcome(test, Self.email, Self.password) == "in")
        }
        for _ in 0..<25 { #expect(await outcome(test, Self.email, Self.password) == "in") }
        try await test.change("UPDATE sign_in_attempt SET attempts = 99 WHERE attempts = 27")
        #expect(await outcome(test, Self.email, Self.password) == "in", "27 wrong ones are left on the address, and no right one")
        #expect(await outcomes(2, test, "x@example.org") == ["bad_credentials", "too_many_attempts"])
    }

    @Test("an account is guarded against many addresses, and one address alone cannot lock it for all others")
    func account() async throws {
        let test = try await withMember()
        for number in 1...4 {
            #expect(await outcomes(12, test, from: "198.51.100.\(number)").prefix(10) == failures(10)[...])
        }
        #expect(await outcomes(9, test, from: "198.51.100.5") == failures(9))
        #expect(await outcome(test, from: "198.51.100.6") == "bad_credentials", "the fiftieth")
        #expect(await outcome(test, Self.email, Self.password, from: "198.51.100.7") == "too_many_attempts")
        #expect(await outcome(test, "bob@example.org", from: "198.51.100.7") == "bad_credentials")
    }

    @Test("an address may not try one account after the other without end; another network may")
    func address() async throws {
        let test = try await withMember()
        #expect(await outcome(test, "a@example.org", from: "2001:db8:1:2::1") == "bad_credentials")
        try await test.change("UPDATE sign_in_attempt SET attempts = attempts + 9")
        for number in 1...9 {
            _ = await outcome(test, "b\(number)@example.org", from: "2001:db8:1:2::\(number)")
            try await test.change("UPDATE sign_in_attempt SET attempts = attempts + 9 WHERE attempts >= 10")
        }
        #expect(await outcome(test, "c@example.org", from: "2001:db8:1:2:ffff::1") == "too_many_attempts")
        #expect(await outcome(test, Self.email, Self.password, from: "2001:db8:1:2:ffff::1") == "too_many_attempts")
        #expect(await outcome(test, Self.email, Self.password, from: "2001:db8:1:3::1") == "in")
    }

    @Test("fifteen minutes later it begins anew, and what was counted is gone")
    func windowEnds() async throws {
        let test = try await withMember()
        #expect(await outcomes(11, test).last == "too_many_attempts")
        _ = await outcome(test, "bob@example.org", from: "192.0.2.9")
        try await test.change("UPDATE sign_in_attempt SET window_ends_at = 1")
        #expect(await outcome(test, Self.email, Self.password) == "in")
        let rows: Int? = try await test.library.database.read { try await $0.value("SELECT COUNT(*) FROM sign_in_attempt") }
        #expect(rows == 1, "the address of the one that succeeded")
    }

    @Test("neither accounts nor addresses can be read from what is counted")
    func digests() async throws {
        let test = try await withMember()
        _ = await outcome(test)
        let keys = try await test.library.database.read { transaction in
            try await transaction.rows("SELECT key_hash FROM sign_in_attempt").map { try $0.get("key_hash", as: [UInt8].self) }
        }
        #expect(keys.count == 3 && keys.allSatisfy { $0.count == 32 } && Set(keys).count == 3)
    }
}
