import Cryptography
import Database
import Library
import LibraryStore
import Operations
import Testing

/// Requests that come again with the same `Idempotency-Key`.
@Suite("Repeated requests")
struct IdempotencyTests {
    private func request(
        _ test: TestLibrary, _ key: String = "key-1", token: TokenID? = nil
    ) throws -> RepeatableRequest {
        try RepeatableRequest(organization: test.organization.id, user: nil, token: token, key: key)
    }

    private func claim(_ test: TestLibrary, _ request: RepeatableRequest, body: String = "a") async throws -> RequestClaim {
        let hash = SHA256.hash(body)
        return try await test.library.claim(request, requestHash: hash) { hash }
    }

    private func caller(_ test: TestLibrary, _ claim: IdempotencyClaim) -> Caller {
        var caller = test.system
        caller.claim = claim
        return caller
    }

    private func upload(_ test: TestLibrary, _ claim: IdempotencyClaim) async throws -> Asset {
        try await test.library.uploadAsset(
            BytesSource(Samples.text(100)), UploadDetails(fileName: "file.txt"), by: caller(test, claim))
    }

    @Test("a server that stops between commit and answer leaves the asset known to whoever asks again")
    func lostAnswer() async throws {
        let test = try await TestLibrary()
        let request = try request(test)
        let asset = try await upload(test, try await claim(test, request).new())
        let again = try await claim(test, request).settled()
        #expect(again.subject?.rawValue == asset.id.rawValue)
        #expect(test.library.answer(to: request, again) == nil)
        #expect(again.requestHash == SHA256.hash("a"))
    }

    @Test("a folder is made once as well")
    func folder() async throws {
        let test = try await TestLibrary()
        let request = try request(test)
        let claim = try await claim(test, request).new()
        let folder = try await test.library.createFolder("Press", in: nil, by: caller(test, claim))
        #expect(try await self.claim(test, request).settled().subject?.rawValue == folder.id.rawValue)
    }

    @Test("of sixteen at once one gets the key")
    func race() async throws {
        let test = try await TestLibrary()
        let others = [test, try await TestLibrary(beside: test)]
        let request = try request(test)
        let claims = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<16 {
                group.addTask {
                    do {
                        _ = try await claim(others[number % 2], request).new()
                        return 1
                    } catch IdempotencyError.inProgress(let seconds) {
                        #expect(seconds > 0)
                        return 0
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(claims == 1)
    }

    @Test("another body under a key that is in use is told so while the first is still worked on")
    func otherBody() async throws {
        let test = try await TestLibrary()
        let request = try request(test)
        _ = try await claim(test, request).new()
        await #expect(throws: IdempotencyError.keyReused) { try await claim(test, request, body: "b") }
    }

    @Test("a key is its sender's own: with another token, or in another organization, it is another")
    func scopes() async throws {
        let test = try await TestLibrary()
        _ = try await claim(test, try request(test)).new()
        _ = try await claim(test, try request(test, token: .make(at: test.clock.now))).new()
        _ = try await claim(test, try request(test, "key-2")).new()
        let neighbour = try RepeatableRequest(organization: test.neighbour.id, user: nil, token: nil, key: "key-1")
        _ = try await claim(test, neighbour).new()
    }

    @Test("a claim whose lease ran out is taken over, and who lost it leaves nothing behind")
    func takeOver() async throws {
        let test = try await TestLibrary()
        let request = try request(test)
        let lost = try await claim(test, request).new()
        try await test.change("UPDATE idempotency_key SET lease_expires_at = 0")
        let second = try await claim(test, request).new()
        await #expect(throws: ServiceError.interrupted) { try await upload(test, lost) }
        try await test.expectNothing()
        let asset = try await upload(test, second)
        // What the loser does afterwards is of no account.
        await test.library.release(lost)
        await test.library.renew(lost)
        #expect(try await claim(test, request).settled().subject?.rawValue == asset.id.rawValue)
    }

    @Test("a failure frees the key, but not once something was made")
    func release() async throws {
        let test = try await TestLibrary()
        let request = try request(test)
        await test.library.release(try await claim(test, request).new())
        let claim = try await claim(test, request, body: "b").new()
        _ = try await upload(test, claim)
        await test.library.release(claim)
        _ = try await self.claim(test, request, body: "b").settled()
    }

    @Test("after 24 hours a key is new, and its row is swept")
    func expired() async throws {
        let test = try await TestLibrary()
        let (old, young) = (try request(test, "old"), try request(test, "young"))
        _ = try await upload(test, try await claim(test, old).new())
        _ = try await claim(test, young).new()
        #expect(try await test.library.sweepRequests() == 0)
        try await test.change(
            "UPDATE idempotency_key SET expires_at = expires_at - 86400000001 WHERE subject_id IS NOT NULL")
        _ = try await claim(test, old).new()
        try await test.change("UPDATE idempotency_key SET expires_at = expires_at - 86400000001")
        #expect(try await test.library.sweepRequests() == 2)
    }

    @Test("a kept answer is read with its key alone, and the database shows neither")
    func sealed() async throws {
        let test = try await TestLibrary()
        let request = try request(test, "a-secret-key")
        let claim = try await claim(test, request).new()
        try await test.library.finish(request, claim, answer: Array("vt_secret".utf8))
        let settled = try await self.claim(test, request).settled()
        #expect(test.library.answer(to: request, settled) == Array("vt_secret".utf8))
        #expect(test.library.answer(to: try self.request(test, "another"), settled) == nil)
        let stored = try await test.database.read { transaction in
            try await transaction.row("SELECT key_hash, response FROM idempotency_key").map {
                try $0.get("key_hash", as: [UInt8].self) + $0.get("response", as: [UInt8].self)
            }
        }
        let text = String(decoding: try #require(stored), as: UTF8.self)
        #expect(!text.contains("secret"))
    }

    @Test(
        "a key is 1 to 255 visible ASCII characters", arguments: ["", "a b", "ä", "a\u{7f}", String(repeating: "a", count: 256)])
    func malformedKeys(_ key: String) {
        #expect(throws: IdempotencyError.invalidKey) {
            try RepeatableRequest(organization: nil, user: nil, token: nil, key: key)
        }
    }

    @Test("the longest key is one") func longestKey() throws {
        _ = try RepeatableRequest(organization: nil, user: nil, token: nil, key: String(repeating: "~", count: 255))
    }
}

extension RequestClaim {
    fileprivate func new(_ location: SourceLocation = #_sourceLocation) throws -> IdempotencyClaim {
        if case .new(let claim) = self { return claim }
        return try #require(nil, "it came to something already", sourceLocation: location)
    }

    fileprivate func settled(_ location: SourceLocation = #_sourceLocation) throws -> SettledRequest {
        if case .settled(let settled) = self { return settled }
        return try #require(nil, "it came to nothing", sourceLocation: location)
    }
}
