import BlobStorage
import Testing

/// Replacing by a copy, on services of several ages.
@Suite("Supabase blob store and copies over blobs, scripted")
struct SupabaseReplacementTests {
    private let stable: BlobKey
    private let second: BlobKey

    init() throws {
        stable = try BlobKey("organizations/o1/media/a1.jpg")
        second = try BlobKey("organizations/o1/media/a1.v2.png")
    }

    private static let described = ScriptedSupabase.Reply.answer(
        200, "{}", headers: ["ETag: \"e\"", "Last-Modified: Fri, 24 May 2013 00:00:00 GMT"])

    @Test("a service that replaces when it copies is asked once")
    func replaces() async throws {
        let service = try ScriptedSupabase { _, _ in .answer(200) }
        try await service.store.replace(BlobPlan(key: stable), withCopyOf: second)
        #expect(service.requests.map(\.line) == ["POST /storage/v1/object/copy"])
        #expect(service.requests[0].field("x-upsert") == "true")
    }

    @Test(
        "one that copies to free names alone has the name freed, once the source is known to be there",
        arguments: ErrorStyle.allCases)
    func frees(style: ErrorStyle) async throws {
        let service = try ScriptedSupabase { request, count in
            if request.line.hasSuffix("/copy") { return count == 1 ? style.duplicate : .answer(200) }
            return request.line.hasPrefix("DELETE") ? .answer(200, #"[{"name":"x"}]"#) : Self.described
        }
        try await service.store.replace(BlobPlan(key: stable), withCopyOf: second)
        let lines = service.requests.map { $0.line.split(separator: " ")[0] }
        #expect(lines == ["POST", "HEAD", "DELETE", "POST"])
    }

    @Test("and is not freed for a source that is not", arguments: ErrorStyle.allCases)
    func keeps(style: ErrorStyle) async throws {
        let service = try ScriptedSupabase { request, _ in
            if request.line.hasSuffix("/copy") { return style.duplicate }
            return request.line.hasSuffix("/bucket/media") ? .answer(200) : style.noKey
        }
        await #expect(throws: BlobError.notFound) {
            try await service.store.replace(BlobPlan(key: stable), withCopyOf: second)
        }
        #expect(!service.requests.contains { $0.line.hasPrefix("DELETE") })
    }

    @Test("an absent source is not found, by either style of error", arguments: ErrorStyle.allCases)
    func missingSource(style: ErrorStyle) async throws {
        let service = try ScriptedSupabase { request, _ in request.line.hasSuffix("/bucket/media") ? .answer(200) : style.noKey }
        await #expect(throws: BlobError.notFound) {
            try await service.store.replace(BlobPlan(key: stable), withCopyOf: second)
        }
    }
}
