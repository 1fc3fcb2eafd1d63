import BlobStorage
import Testing

/// What the store makes of the answers a service gives when something is wrong.
@Suite("Supabase blob store and failures, scripted")
struct SupabaseFailureTests {
    private let key: BlobKey

    init() throws { key = try BlobKey("organizations/o1/media/\(secretName).jpg") }

    @Test("an absent blob is told by either style of error", arguments: ErrorStyle.allCases)
    func absentBlob(style: ErrorStyle) async throws {
        let service = try ScriptedSupabase { request, _ in request.line.hasSuffix("/bucket/media") ? .answer(200) : style.noKey }
        await #expect(throws: BlobError.notFound) { try await service.store.open(key) }
        try await service.store.quarantine(key)
    }

    @Test("a key in use is told by either style of error, and at once", arguments: ErrorStyle.allCases)
    func duplicate(style: ErrorStyle) async throws {
        let service = try ScriptedSupabase(attempts: 3) { _, _ in style.duplicate }
        await #expect(throws: BlobError.alreadyExists) { try await service.store.put([1], as: key) }
        #expect(service.requests.count == 1)
        try await service.store.makeBucket()
    }

    @Test(
        "a missing bucket is told by every call and never passes for a missing blob", arguments: ErrorStyle.allCases,
        [true, false])
    func missingBucket(style: ErrorStyle, isSaidOfObjects: Bool) async throws {
        let service = try ScriptedSupabase { request, _ in
            if request.line.hasSuffix("/bucket/media") || request.isUpload || isSaidOfObjects { return style.noBucket }
            // Some versions know nothing of buckets where objects are asked for.
            return request.line.contains("/object/list/") || request.line.hasPrefix("DELETE") ? .answer(200, "[]") : style.noKey
        }
        let missing = BlobError.bucketMissing("media")
        await #expect(throws: missing) { try await service.store.open(key) }
        await #expect(throws: missing) { try await service.store.put([1], as: key) }
        await #expect(throws: missing) { try await service.store.delete(key) }
        await #expect(throws: missing) { try await service.store.quarantine(key) }
        await #expect(throws: missing) { try await service.store.list(prefix: "", after: nil, limit: 10) }
        await #expect(throws: missing) { try await service.store.presignedRead(key, as: .init(), lifetime: 60) }
        await #expect(throws: missing) { try await service.store.check() }
    }

    @Test("what went wrong is said without the blob's key", arguments: ErrorStyle.allCases, Sentence.all)
    func saidWithoutKey(style: ErrorStyle, sentence: Sentence) async throws {
        let service = try ScriptedSupabase { _, _ in
            style.reply(sentence.status, code: sentence.code, error: sentence.code, message: "It is about \(secretName)")
        }
        let error = await #expect(throws: BlobError.self) { try await service.store.put([1], as: key) }
        #expect(error == sentence.error)
        #expect(error?.description.contains(secretName) == false)
        #expect(error?.description.contains("the-secret") == false)
    }

    @Test("what answers is not the service: that is no missing blob")
    func otherServer() async throws {
        let service = try ScriptedSupabase { _, _ in .answer(404, "<html>not here</html>") }
        let error = await #expect(throws: BlobError.self) { try await service.store.open(key) }
        #expect(error?.description.contains("no Supabase Storage is at http://127.0.0.1") == true)
    }

    @Test("what cannot be understood is an error, not an empty listing")
    func nonsense() async throws {
        let service = try ScriptedSupabase { _, _ in .answer(200, "<html>welcome</html>") }
        await #expect(throws: BlobError.unavailable("Supabase: the answer is not understood")) {
            try await service.store.list(prefix: "", after: nil, limit: 10)
        }
    }

    @Test("a server that nobody answers at is unavailable")
    func nobodyThere() async throws {
        let service = try ScriptedSupabase { _, _ in .silence }
        let error = await #expect(throws: BlobError.self) { try await service.store.check() }
        #expect(error?.isRetryable == true)
    }
}

private let secretName = "a-blob-nobody-should-read-of"

/// What an answer to an upload is to be told as.
struct Sentence: Sendable {
    let status: Int
    let code: String
    let error: BlobError

    private init(_ status: Int, _ code: String, _ error: BlobError) {
        self.status = status
        self.code = code
        self.error = error
    }

    static let all = [
        Sentence(403, "AccessDenied", .unavailable("Supabase: the service role's key is refused")),
        Sentence(400, "InvalidJWT", .unavailable("Supabase: the service role's key is refused")),
        Sentence(
            413, "EntityTooLarge",
            .unavailable("Supabase: the file is larger than the limit of the bucket “media” or of the project")
        ),
        Sentence(415, "InvalidMimeType", .unavailable("Supabase: the bucket “media” does not take this type of file")),
        Sentence(429, "TooManyRequests", .unavailable("Supabase: too many requests")),
        Sentence(507, "InsufficientStorage", .noSpace),
        Sentence(402, "ExceededQuota", .noSpace),
        Sentence(500, "InternalError", .unavailable("Supabase: InternalError (status 500)")),
        Sentence(544, "DatabaseTimeout", .unavailable("Supabase: DatabaseTimeout (status 544)")),
        Sentence(400, "Invalid key: \(secretName)", .unavailable("Supabase: status 400")),
    ]
}
