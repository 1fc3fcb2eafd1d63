import Cryptography
import HTTPClient
import Platform
import Testing

@testable import BlobStorage

@Suite("S3 store on a real server", .enabled(if: S3Server.isAvailable, "\(S3Server.lacking)"))
struct S3BlobStoreTests {
    private let key: BlobKey

    init() throws { key = try BlobKey("organizations/o1/media/a1.svg") }

    /// No two parts alike.
    private func bytes(_ count: Int) -> [UInt8] {
        let block = RandomToken.random(64 << 10)
        var content: [UInt8] = []
        for number in 0...count / block.count { content += [UInt8(truncatingIfNeeded: number)] + block }
        return Array(content.prefix(count))
    }

    @Test("a large blob goes up in parts and comes down whole, and never replaces one")
    func parts() async throws {
        let fixture = try await S3Fixture { $0.partSize = 5 << 20 }
        let content = bytes((17 << 20) + 5)
        let staged = try await fixture.s3.stage(BlobPlan(key: key))
        for start in stride(from: 0, to: content.count, by: 3_000_001) {
            try await staged.append(Array(content[start..<min(start + 3_000_001, content.count)]))
        }
        try await staged.finish()
        #expect(try await fixture.s3.unfinishedUploads(prefix: "").map(\.key) == [key.description])
        try await fixture.s3.publish(staged)
        #expect(try await fixture.s3.unfinishedUploads(prefix: "").isEmpty)
        #expect(SHA256.hash(try await fixture.s3.contents(of: key)) == SHA256.hash(content))
        #expect(SHA256.hash(try await fixture.s3.open(key).file().contents()) == SHA256.hash(content))

        let second = try await fixture.s3.finishedBlob(content, as: key)
        await #expect(throws: BlobError.alreadyExists) { try await fixture.s3.publish(second) }
        await second.discard()
        #expect(try await fixture.s3.unfinishedUploads(prefix: "").isEmpty)
    }

    @Test("type, caching and the order to save rather than show are kept with the object")
    func storedFields() async throws {
        let fixture = try await S3Fixture()
        try await fixture.s3.put([1], BlobPlan(key: key, mimeType: "image/svg+xml", isAttachment: true))
        let headers = try await fixture.s3.client.send(S3Request(.head, key.description)).headers
        #expect(headers["Content-Type"] == "image/svg+xml")
        #expect(headers["Content-Disposition"] == "attachment")
        #expect(headers["Cache-Control"] == "private, max-age=31536000, immutable")
    }

    @Test("an address signed for reading reads, as what it says, until it is changed or expires")
    func presignedRead() async throws {
        let fixture = try await S3Fixture()
        try await fixture.s3.put([1, 2, 3], BlobPlan(key: key))
        let presentation = BlobPresentation(mimeType: "text/plain", disposition: "inline; filename=\"a b.txt\"")
        let signed = try await fixture.s3.presignedRead(key, as: presentation, lifetime: 60)
        let response = try await S3Server.connections.calls.send(HTTPClientRequest(.get, signed.url))
        #expect(response.status == 200 && response.body == [1, 2, 3])
        #expect(response.headers["Content-Type"] == "text/plain")
        #expect(response.headers["Content-Disposition"] == "inline; filename=\"a b.txt\"")
        #expect((55...60).contains(signed.expiresAt - wallClockMicroseconds() / 1_000_000))
        let changed = signed.url.replacing("inline", with: "attach")
        #expect(try await S3Server.connections.calls.send(HTTPClientRequest(.get, changed)).status == 403)
        #expect(try await S3Server.connections.calls.send(HTTPClientRequest(.delete, signed.url)).status == 403)
    }

    @Test("an address signed for writing takes the stated bytes once, and nothing else")
    func presignedWrite() async throws {
        let fixture = try await S3Fixture()
        let signed = try await fixture.s3.presignedWrite(
            BlobPlan(key: key, mimeType: "image/png"), byteSize: 3, lifetime: 60)
        func write(_ bytes: [UInt8], _ change: (inout HTTPClientRequest) -> Void = { _ in }) async throws -> Int {
            var request = HTTPClientRequest(.put, signed.url, body: .bytes(bytes))
            request.headers = signed.headers.filter { $0.name != "Content-Length" }
            change(&request)
            return try await S3Server.connections.calls.send(request).status
        }
        #expect(try await write([1, 2, 3, 4]) == 403)
        #expect(try await write([1, 2, 3]) { $0.headers[0].value = "text/html" } == 403)
        #expect(try await write([1, 2, 3]) { $0.url = $0.url.replacing("a1.svg", with: "a2.svg") } == 403)
        #expect(try await write([1, 2, 3]) == 200)
        #expect(try await write([4, 5, 6]) == 412)
        #expect(try await fixture.s3.contents(of: key) == [1, 2, 3])
    }

    @Test("a quarantined blob keeps its bytes under the time and its key")
    func quarantineLayout() async throws {
        let fixture = try await S3Fixture()
        try await fixture.s3.put([1, 2, 3], BlobPlan(key: key))
        try await fixture.s3.quarantine(key)
        let kept = try await fixture.s3.listPage(prefix: "", after: nil, limit: 10).objects
        #expect(kept.count == 1 && kept[0].byteSize == 3)
        #expect(kept[0].key.hasPrefix(".quarantine/") && kept[0].key.hasSuffix("/" + key.description))
    }

    @Test("an object too large for one copy is copied in parts, from the version that was meant")
    func copyInParts() async throws {
        let fixture = try await S3Fixture()
        let content = bytes((11 << 20) + 3)
        try await fixture.s3.put(content, BlobPlan(key: key))
        let object = try #require(try await fixture.s3.head(key.description))
        try await fixture.s3.client.copyInParts(key.description, object, to: "copies/a", partSize: 5 << 20)
        #expect(SHA256.hash(try await fixture.s3.contents(of: BlobKey("copies/a"))) == SHA256.hash(content))
    }

    @Test("uploads of others in the same bucket are left alone")
    func foreignUploads() async throws {
        let fixture = try await S3Fixture()
        _ = try await fixture.s3.client.beginUpload("backups/db.dump", [])
        _ = try await fixture.s3.client.beginUpload("organizations/o1/media/dead.jpg", [])
        #expect(try await fixture.s3.removeAbandonedStaging(olderThan: 0, keeping: LiveStaging()) == 1)
        #expect(try await fixture.s3.unfinishedUploads(prefix: "").map(\.key) == ["backups/db.dump"])
    }

    @Test("listings pass over what is no blob, however much of it there is")
    func strangers() async throws {
        let fixture = try await S3Fixture()
        try await fixture.s3.put([1], BlobPlan(key: key))
        for name in [".hidden/a", ".z", "with space", "ü/b+c&d", "dot/./x", "end/"] {
            _ = try await fixture.s3.client.send(S3Request(.put, name))
        }
        for limit in [1, 2, 100] {
            #expect(try await fixture.s3.list(prefix: "", after: nil, limit: limit).map(\.key) == [key])
        }
    }

    @Test("a changed object is not what was opened")
    func changedObject() async throws {
        let fixture = try await S3Fixture()
        try await fixture.s3.put([1, 2, 3], BlobPlan(key: key))
        let blob = try await fixture.s3.open(key)
        try await fixture.s3.delete(key)
        try await fixture.s3.put([4, 5, 6], BlobPlan(key: key))
        await #expect(throws: BlobError.notFound) { _ = try await blob.stream(0..<3).contents() }
    }

    @Test("without its bucket, or with a wrong key, every call says that the store is unavailable", arguments: [true, false])
    func unavailable(isBucketMissing: Bool) async throws {
        var configuration = S3Server.configuration(bucket: isBucketMissing ? "no-such-bucket" : "whatever")
        if !isBucketMissing {
            configuration.credentials = S3Credentials(accessKeyID: "AKWRONG", secretAccessKey: "SKWRONG")
        }
        let spool = try TemporaryFolder()
        let store = try S3BlobStore(configuration, connections: S3Server.connections, spool: spool.path, pool: LocalFixture.pool)
        let calls: [@Sendable () async throws -> Void] = [
            { try await store.check() }, { _ = try await store.open(key) }, { try await store.delete(key) },
            { try await store.quarantine(key) }, { _ = try await store.purgeQuarantine(olderThan: 0) },
            { _ = try await store.list(prefix: "", after: nil, limit: 1) }, { try await store.put([1], BlobPlan(key: key)) },
            { try await store.put([UInt8](repeating: 1, count: 9 << 20), BlobPlan(key: key)) },
            { _ = try await store.removeAbandonedStaging(olderThan: 0, keeping: LiveStaging()) },
        ]
        for call in calls {
            await #expect { try await call() } throws: { error in
                let failure = error as? BlobError
                return failure?.isRetryable == true && failure?.description.contains(isBucketMissing ? "bucket" : "key") == true
                    && failure?.description.contains("WRONG") == false
            }
        }
    }

    @Test("looking whether the store is ready leaves nothing, and is not done at every call")
    func readiness() async throws {
        let fixture = try await S3Fixture()
        for _ in 0..<3 { try await fixture.s3.check() }
        #expect(try await fixture.s3.listPage(prefix: "", after: nil, limit: 10).objects.isEmpty)
    }
}
