import BlobStorage
import Cryptography
import HTTPServer
import Platform
import Testing

/// What an S3 server, or the network before it, can do wrong.
@Suite("S3 store and a failing server", .timeLimit(.minutes(1)))
struct S3FaultTests {
    private let key: BlobKey

    init() throws { key = try BlobKey("organizations/o1/media/a1.jpg") }

    private func error(_ body: () async throws -> Void) async -> BlobError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? BlobError
        }
    }

    @Test(
        "what passes is tried again, signed anew, at most four times",
        arguments: [
            ScriptedS3.Answer.error(503, "SlowDown", [("Retry-After", "0")]), .error(500, "InternalError"), .error(429, ""),
            .error(400, "RequestTimeout"), .response(502), .silence,
        ])
    func retries(answer: ScriptedS3.Answer) async throws {
        let passing = try ScriptedS3([answer, answer, .response(204)])
        try await passing.store.delete(key)
        #expect(passing.requests.count == 3)

        let lasting = try ScriptedS3([answer, answer, answer, answer, .response(204)])
        guard case .unavailable = await error({ try await lasting.store.delete(key) }) else {
            Issue.record("no failure")
            return
        }
        #expect(lasting.requests.count == 4)
    }

    @Test(
        "what does not pass is not tried again, and is told with its cause and without credentials",
        arguments: [
            ("AccessDenied", 403, "access key"), ("SignatureDoesNotMatch", 403, "secret key"),
            ("RequestTimeTooSkewed", 403, "clock"), ("AuthorizationHeaderMalformed", 400, "region"),
            ("NotImplemented", 501, "NotImpl"),
        ])
    func refusals(code: String, status: Int, word: String) async throws {
        let server = try ScriptedS3([.error(status, code)])
        let failure = await error { try await server.store.delete(key) }
        guard case .unavailable(let reason)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(reason.contains(word) && !reason.contains("EXAMPLE"))
        #expect(server.requests.count == 1)
    }

    @Test("a bucket that is not there is told apart")
    func missingBucket() async throws {
        let server = try ScriptedS3([], otherwise: { _ in .error(404, "NoSuchBucket") })
        #expect(await error { try await server.store.put([1], BlobPlan(key: key)) } == .bucketMissing(""))
        #expect(await error { _ = try await server.store.list(prefix: "", after: nil, limit: 1) } == .bucketMissing(""))
    }

    @Test("a server that asks for more patience than there is gets none")
    func retryAfter() async throws {
        let server = try ScriptedS3([.error(503, "SlowDown", [("Retry-After", "3600")])])
        #expect(await error { try await server.store.delete(key) }?.isRetryable == true)
        #expect(server.requests.count == 1)
    }

    @Test("a full server says so", arguments: [(403, "QuotaExceeded"), (507, ""), (507, "XMinioStorageFull")])
    func noSpace(status: Int, code: String) async throws {
        let server = try ScriptedS3([], otherwise: { _ in .error(status, code) })
        #expect(await error { try await server.store.put([1], BlobPlan(key: key)) } == .noSpace)
    }

    @Test("a server that cannot be reached is unavailable")
    func unreachable() async throws {
        let server = try ScriptedS3([], adjust: { $0.endpoint = "http://127.0.0.1:1" })
        guard case .unavailable = await error({ try await server.store.check() }) else {
            Issue.record("no failure")
            return
        }
    }

    // MARK: - Publishing

    private func publish(_ server: ScriptedS3, _ size: Int = 3) async throws {
        let staged = try await server.store.stage(BlobPlan(key: key))
        try await staged.append([UInt8](repeating: 1, count: size))
        try await staged.finish()
        try await server.store.publish(staged)
    }

    /// Answers HEAD with an object that carries the token of the last upload seen, or `other`.
    private static func objectOfLastUpload(_ seen: Locked<String>, _ size: Int, other: String? = nil)
        -> @Sendable (ScriptedS3.Request) -> ScriptedS3.Answer
    {
        { request in
            if let token = request.headers["x-amz-meta-vitrine-upload"] { seen.withLock { $0 = token } }
            return request.method == .head
                ? .object(size, token: other ?? seen.withLock(\.self)) : .error(412, "PreconditionFailed")
        }
    }

    @Test("a blob that is there after all, by its own mark, is published; another's is in the way")
    func lostAnswer() async throws {
        let seen = Locked("")
        let ours = try ScriptedS3([], otherwise: Self.objectOfLastUpload(seen, 3))
        try await publish(ours)
        #expect(ours.requests.map(\.method) == [.put, .head])

        let theirs = try ScriptedS3([], otherwise: Self.objectOfLastUpload(seen, 3, other: "another"))
        #expect(await error { try await publish(theirs) } == .alreadyExists)

        let shorter = try ScriptedS3([], otherwise: Self.objectOfLastUpload(seen, 2))
        #expect(await error { try await publish(shorter) } == .alreadyExists)
    }

    @Test("that a blob is not there after a lost answer proves nothing")
    func absenceProvesNothing() async throws {
        let server = try ScriptedS3(
            [],
            otherwise: { request in
                switch (request.method, request.target) {
                case (.head, "/media"): .response(200)
                case (.head, _): .response(404)
                default: .silence
                }
            })
        guard case .unavailable = await error({ try await publish(server) }) else {
            Issue.record("no failure")
            return
        }
        #expect(server.requests.filter { $0.method == .put }.count >= 4)
    }

    @Test("nothing is sent without the condition that keeps what is there, nor without the body's hash")
    func conditions() async throws {
        let server = try ScriptedS3([.response(200)])
        try await publish(server)
        let request = try #require(server.requests.first)
        #expect(request.headers["If-None-Match"] == "*")
        #expect(request.headers["x-amz-content-sha256"] == Hex.encode(SHA256.hash([1, 1, 1])))
        #expect(request.headers["Authorization"]?.contains("if-none-match") == true)
        #expect(request.headers["Content-Disposition"] == "attachment")
        #expect(request.body == [1, 1, 1])
    }

    // MARK: - Parts

    /// A server that takes parts, and completes as `complete` says.
    private static func parts(_ complete: [ScriptedS3.Answer]) -> @Sendable (ScriptedS3.Request) -> ScriptedS3.Answer {
        let answers = Locked(complete)
        return { request in
            switch request.method {
            case .head: request.target == "/media" ? .response(200) : .response(404)
            case .post where request.target.hasSuffix("?uploads="):
                .response(200, body: "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>")
            case .post: answers.withLock { $0.isEmpty ? .error(500, "InternalError") : $0.removeFirst() }
            case .put: .response(200, [("ETag", "\"p\"")])
            case .get: .response(200, body: "<ListPartsResult></ListPartsResult>")
            default: .response(204)
            }
        }
    }

    private static let completed = ScriptedS3.Answer.response(
        200, body: "<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>")

    @Test("an error in the dress of a success is an error, and what passes is tried again")
    func errorInSuccess() async throws {
        let disguised = ScriptedS3.Answer.response(200, body: "<Error><Code>InternalError</Code></Error>")
        let passing = try ScriptedS3([], otherwise: Self.parts([disguised, Self.completed])) { $0.partSize = 1000 }
        try await publish(passing, 2500)
        #expect(passing.requests.filter { $0.method == .put }.count == 3)

        let lasting = try ScriptedS3([], otherwise: Self.parts([disguised, disguised, disguised, disguised])) {
            $0.partSize = 1000
        }
        guard case .unavailable = await error({ try await publish(lasting, 2500) }) else {
            Issue.record("no failure")
            return
        }
    }

    @Test("an upload the server no longer knows is not staged any more", arguments: ["NoSuchUpload", "NoSuchKey", "InvalidPart"])
    func sweptUpload(code: String) async throws {
        let server = try ScriptedS3([], otherwise: Self.parts([.error(404, code)])) { $0.partSize = 1000 }
        #expect(await error { try await publish(server, 2500) } == .notStaged)
    }

    @Test("an upload that was swept is not even completed, and after a lost answer that says nothing")
    func missingUpload() async throws {
        let isKnown = Locked(false)
        let server = try ScriptedS3(
            [],
            otherwise: { request in
                request.method == .get && !isKnown.withLock(\.self) ? .error(404, "NoSuchUpload") : Self.parts([])(request)
            }
        ) { $0.partSize = 1000 }
        let staged = try await server.store.stage(BlobPlan(key: key))
        try await staged.append([UInt8](repeating: 1, count: 2500))
        try await staged.finish()
        #expect(await error { try await server.store.publish(staged) } == .notStaged)
        #expect(!server.requests.contains { $0.description == "POST /media/\(key)?uploadId=u1" })

        isKnown.withLock { $0 = true }
        #expect(await error { try await server.store.publish(staged) }?.isRetryable == true)
        isKnown.withLock { $0 = false }
        #expect(await error { try await server.store.publish(staged) }?.isRetryable == true)
    }

    @Test("a part that cannot be sent fails the blob, which is then aborted")
    func failedPart() async throws {
        let server = try ScriptedS3(
            [],
            otherwise: { request in
                request.method == .put ? .error(403, "AccessDenied") : Self.parts([])(request)
            }
        ) { $0.partSize = 1000 }
        guard case .unavailable = await error({ try await publish(server, 2500) }) else {
            Issue.record("no failure")
            return
        }
        #expect(server.requests.last?.description == "DELETE /media/\(key)?uploadId=u1")
        #expect(!server.requests.contains { $0.target.hasSuffix("?uploadId=u1") && $0.method == .post })
    }

    // MARK: - Reading

    @Test("a stream that breaks off is taken up where it was, and only from the same version")
    func resumedStream() async throws {
        let server = try ScriptedS3([
            .object(10), .cut(206, [("Content-Range", "bytes 0-9/10")], body: "0123456789", after: 4),
            .response(206, [("Content-Range", "bytes 4-9/10")], body: "456789"),
        ])
        #expect(try await server.store.contents(of: key) == Array("0123456789".utf8))
        #expect(server.requests.dropFirst().map { $0.headers["Range"] } == ["bytes=0-9", "bytes=4-9"])
        #expect(server.requests.dropFirst().allSatisfy { $0.headers["If-Match"] == "\"e1\"" })
    }

    @Test("a stream that keeps breaking off is an error, never a short end")
    func brokenStream() async throws {
        let server = try ScriptedS3(
            [.object(10)],
            otherwise: { request in
                let start = Int(request.headers["Range"]?.dropFirst(6).prefix { $0 != "-" } ?? "") ?? 0
                return .cut(
                    206, [("Content-Range", "bytes \(start)-9/10")], body: String(repeating: "x", count: 10 - start), after: 1)
            })
        guard case .unavailable = await error({ _ = try await server.store.contents(of: key) }) else {
            Issue.record("no failure")
            return
        }
    }

    @Test("a blob that changed or went under its reader is not found", arguments: [412, 404])
    func changedUnderReader(status: Int) async throws {
        let server = try ScriptedS3([.object(10), .error(status, status == 404 ? "NoSuchKey" : "PreconditionFailed")])
        #expect(await error { _ = try await server.store.contents(of: key) } == .notFound)
    }

    @Test("a server that ignores ranges is read all the same, and one that gives another range is not")
    func ranges() async throws {
        let whole = try ScriptedS3([.object(10), .response(200, body: "0123456789")])
        let part = try await whole.store.open(key).stream(3..<6).contents()
        #expect(part == Array("345".utf8))
        let odd = try ScriptedS3([.object(10), .response(200, [("Content-Range", "bytes 3-5/10")], body: "345")])
        #expect(try await odd.store.open(key).stream(3..<6).contents() == part)
        let wrong: [ScriptedS3.Answer] = [
            .response(206, [("Content-Range", "bytes 2-4/10")], body: "234"), .response(206, body: "345"),
            .response(206, [("Content-Range", "bytes 3-5/10")], body: "3456"), .response(200, body: "012345678"),
        ]
        for answer in wrong {
            let server = try ScriptedS3([.object(10), answer])
            #expect(await error { _ = try await server.store.open(key).stream(3..<6).contents() }?.isRetryable == true)
        }
    }

    @Test("a bucket that is gone does not pass for a blob that is")
    func goneBucket() async throws {
        let server = try ScriptedS3([], otherwise: { _ in .response(404) })
        guard case .unavailable(let reason)? = await error({ _ = try await server.store.open(key) }) else {
            Issue.record("no failure")
            return
        }
        #expect(reason.contains("bucket"))
    }

    @Test(
        "a listing that is no listing is unavailable",
        arguments: [
            "", "<html></html>", "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
            "<ListBucketResult><Contents><Key>a</Key><Size>-1</Size><LastModified>2009-10-12T17:50:30Z</LastModified></Contents></ListBucketResult>",
        ])
    func malformedListing(body: String) async throws {
        let server = try ScriptedS3([], otherwise: { _ in .response(200, body: body) })
        #expect(await error { _ = try await server.store.list(prefix: "", after: nil, limit: 10) }?.isRetryable == true)
    }
}
