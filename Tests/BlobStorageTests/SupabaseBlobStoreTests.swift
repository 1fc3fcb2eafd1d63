import HTTPClient
import Platform
import Testing

@testable import BlobStorage

@Suite("Supabase blob store on its stand-in", .enabled(if: SupabaseStandIn.isAvailable, "\(SupabaseStandIn.lacking)"))
struct SupabaseBlobStoreTests {
    private let key: BlobKey

    init() throws { key = try BlobKey("organizations/o1/media/a1.jpg") }

    @Test("what could run script is stored as bytes of no type, what cannot by its own")
    func storedTypes() async throws {
        let store = try await SupabaseFixture().supabase
        let vector = try BlobKey("organizations/o1/media/a.svg")
        try await store.put([1], BlobPlan(key: vector, mimeType: "image/svg+xml", isAttachment: true))
        try await store.put([1], BlobPlan(key: key, mimeType: "image/jpeg", isAttachment: false))
        #expect(
            try await get(store.presignedRead(vector, as: .init(), lifetime: 60)).headers["Content-Type"]
                == "application/octet-stream")
        #expect(try await get(store.presignedRead(key, as: .init(), lifetime: 60)).headers["Content-Type"] == "image/jpeg")
    }

    @Test("a signed address reads its blob without the key, and no other")
    func presignedRead() async throws {
        let store = try await SupabaseFixture().supabase
        try await store.put([1, 2, 3], as: key)
        let signed = try await store.presignedRead(key, as: .init(), lifetime: 60)
        #expect(try await get(signed).body == [1, 2, 3])
        #expect((1...60).contains(signed.expiresAt - wallClockMicroseconds() / 1_000_000))
        let other = PresignedRequest(method: "GET", url: signed.url.replacing("a1.jpg", with: "a2.jpg"), expiresAt: 0)
        #expect(try await get(other).status >= 400)
        let absent = try BlobKey("never/was/here.jpg")
        await #expect(throws: BlobError.notFound) { try await store.presignedRead(absent, as: .init(), lifetime: 60) }
    }

    @Test("a signed address offers a file for saving under its name")
    func presignedAttachment() async throws {
        let store = try await SupabaseFixture().supabase
        try await store.put([1], as: key)
        let named = "attachment; filename=\"Zoe.svg\"; filename*=UTF-8''Zo%C3%AB%20%26%20co.svg"
        let answer = try await get(store.presignedRead(key, as: BlobPresentation(disposition: named), lifetime: 60))
        #expect(answer.headers["Content-Disposition"]?.contains("filename*=UTF-8''Zo%C3%AB%20%26%20co.svg") == true)
        let inline = try await get(store.presignedRead(key, as: BlobPresentation(disposition: "inline"), lifetime: 60))
        #expect(inline.headers["Content-Disposition"] == nil)
    }

    @Test("a signed address writes its blob once")
    func presignedWrite() async throws {
        let store = try await SupabaseFixture().supabase
        let signed = try await store.presignedWrite(BlobPlan(key: key, mimeType: "image/jpeg"), byteSize: 2, lifetime: 60)
        #expect(signed.expiresAt > wallClockMicroseconds() / 1_000_000)
        var request = HTTPClientRequest(.put, signed.url, headers: signed.headers, body: .bytes([7, 8]))
        #expect(try await SupabaseStandIn.connections.calls.send(request).status == 200)
        request.body = .bytes([9])
        #expect(try await SupabaseStandIn.connections.calls.send(request).status >= 400)
        #expect(try await store.contents(of: key) == [7, 8])
    }

    @Test("what is quarantined keeps its bytes under the time and its key")
    func quarantineLayout() async throws {
        let store = try await SupabaseFixture().supabase
        try await store.put([1, 2, 3], as: key)
        try await store.quarantine(key)
        let times = try await store.entries(in: ".quarantine/", from: 0)
        let time = try #require(times.first?.name)
        #expect(times.count == 1 && times[0].id == nil)
        let kept = try await store.entries(in: ".quarantine/\(time)/organizations/o1/media/", from: 0)
        #expect(kept.map(\.name) == ["a1.jpg"])
        #expect(kept.first?.metadata?.size == 3)
    }

    @Test("folders of several pages are listed and purged to their end", arguments: [1, 2, 3])
    func severalPages(page: Int) async throws {
        let store = try await SupabaseFixture { $0.listingPage = page }.supabase
        let names = ["a-1.jpg", "a.jpg", "a/deep/b.jpg", "a/deep/c.jpg", "a0.jpg", "b/x.jpg", "b/y.jpg"]
        for name in names.shuffled() { try await store.put([1], as: BlobKey(name)) }
        #expect(try await store.list(prefix: "", after: nil, limit: 100).map(\.key.description) == names)
        #expect(try await store.allPages(prefix: "", limit: 2).map(\.key.description) == names)
        for name in names { try await store.quarantine(BlobKey(name)) }
        #expect(try await store.purgeQuarantine(olderThan: 0) == names.count)
        #expect(try await store.list(prefix: "", after: nil, limit: 100) == [])
    }

    @Test("what is listed tells when it was written")
    func listedTime() async throws {
        let store = try await SupabaseFixture().supabase
        try await store.put([1], as: key)
        let listed = try await store.list(prefix: "", after: nil, limit: 1)
        #expect(try await listed.first?.modifiedAt == store.open(key).modifiedAt)
    }

    @Test("a staging name is used once at a time, and is free again when its blob is let go")
    func stagingName() async throws {
        let store = try await SupabaseFixture().supabase
        let first = try await store.stage(named: "intent-1", as: key)
        await #expect(throws: BlobError.alreadyExists) { _ = try await store.stage(named: "intent-1", as: key) }
        await first.discard()
        let second = try await store.stage(named: "intent-1", as: key)
        try await second.finish()
        try await store.publish(second)
        _ = try await store.stage(named: "intent-1", as: key)
    }

    @Test("another store's staged blob is not published")
    func foreignBlob() async throws {
        let store = try await SupabaseFixture().supabase
        let other = try await SupabaseFixture().supabase
        let staged = try await other.finishedBlob([1], as: key)
        await #expect(throws: BlobError.notStaged) { try await store.publish(staged) }
    }

    @Test("a bucket is made once, and is told to be missing until then")
    func bucket() async throws {
        let store = try SupabaseFixture(unmade: { _ in }).supabase
        await #expect(throws: BlobError.bucketMissing(store.client.configuration.bucket)) { try await store.check() }
        try await store.makeBucket()
        try await store.makeBucket()
        try await store.check()
    }

    @Test("a wrong key is told as such")
    func wrongKey() async throws {
        let store = try SupabaseFixture(unmade: { $0.serviceRoleKey = "not-the-key" }).supabase
        let refused = BlobError.unavailable("Supabase: the service role's key is refused")
        await #expect(throws: refused) { try await store.check() }
        await #expect(throws: refused) { try await store.open(key) }
        await #expect(throws: refused) { try await store.put([1], as: key) }
    }

    @Test("a blob carries a mark by which its upload is known again")
    func mark() async throws {
        let store = try await SupabaseFixture().supabase
        try await store.put([1], as: key)
        let client = store.client
        let path = client.path("/object/info/authenticated", key.description)
        let described: SupabaseReply.Described = try await client.send(client.request(.get, path))
        #expect(described.metadata?.vitrine?.count == 32)
    }

    private func get(_ signed: PresignedRequest) async throws -> HTTPClientResponse {
        try await SupabaseStandIn.connections.calls.send(HTTPClientRequest(.get, signed.url))
    }
}
