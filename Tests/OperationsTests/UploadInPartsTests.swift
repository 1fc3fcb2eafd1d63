import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Platform
import Testing

/// Uploads whose bytes come by several requests: nothing is lost of them, kept twice or counted twice.
@Suite("Uploads in parts")
struct UploadInPartsTests {
    private let bytes = Samples.text(300_000)

    private func begin(_ test: TestLibrary, onDuplicate: OnDuplicate = .copy) async throws -> UploadID {
        var details = UploadDetails(fileName: "a.txt")
        details.onDuplicate = onDuplicate
        return try await test.library.beginUpload(
            NewUpload(.tus, details, byteSize: Int64(bytes.count)), by: test.system
        ).id
    }

    @discardableResult
    private func append(_ range: Range<Int>, to id: UploadID, _ test: TestLibrary) async throws -> Upload {
        try await test.library.append(
            BytesSource(Array(bytes[range])), byteSize: Int64(range.count), at: Int64(range.lowerBound), to: id, by: test.system)
    }

    /// The upload's asset is the only thing there is.
    private func expectAsset(of id: UploadID, _ test: TestLibrary, _ location: SourceLocation = #_sourceLocation) async throws {
        let upload = try await test.library.showUpload(id, by: test.system)
        let id = try #require(upload.assetID)
        let asset = try #require(try await test.row(id))
        #expect(asset.byteSize == Int64(bytes.count), sourceLocation: location)
        #expect(try await test.blobKeys() == [asset.storage?.key], sourceLocation: location)
        let state = try await test.state()
        #expect([state.usedBytes, state.reservedBytes] == [Int64(bytes.count), 0], sourceLocation: location)
        #expect(try test.stagedFiles() == [], sourceLocation: location)
        try await test.expectSound(location)
    }

    @Test("an upload in parts becomes one asset, and nothing of the parts stays")
    func whole() async throws {
        let test = try await TestLibrary(storageLimit: Int64(bytes.count))
        let id = try await begin(test)
        try await append(0..<100_000, to: id, test)
        #expect(try await test.state().reservedBytes == Int64(bytes.count))
        try await test.expectSound()
        try await append(100_000..<300_000, to: id, test)
        try await expectAsset(of: id, test)
    }

    @Test("a writer that was overtaken keeps nothing, and says so")
    func overtaken() async throws {
        let test = try await TestLibrary()
        let id = try await begin(test)
        let (reached, proceed) = (Gate(), Gate())
        let slow = SteppedSource([Array(bytes[..<1000]), Array(bytes[1000..<2000])]) { number in
            guard number == 1 else { return }
            reached.open()
            await proceed.passed()
        }
        let writing = Task { try await test.library.append(slow, byteSize: nil, at: 0, to: id, by: test.system) }
        await reached.passed()
        try await append(0..<5000, to: id, test)
        proceed.open()
        await #expect(throws: UploadError.locked) { try await writing.value }
        #expect(try await test.library.showUpload(id, by: test.system).receivedBytes == 5000)
        try await append(5000..<300_000, to: id, test)
        try await expectAsset(of: id, test)
    }

    @Test("what arrived before a source failed is kept, unless a checksum was to hold for all of it", arguments: [false, true])
    func tail(_ hasChecksum: Bool) async throws {
        let test = try await TestLibrary()
        let id = try await begin(test)
        let source = SteppedSource([Array(bytes[..<1000]), Array(bytes[1000..<2000])]) { if $0 == 2 { throw Mishap() } }
        let checksum = hasChecksum ? UploadChecksum(algorithm: "sha1", digest: [1]) : nil
        await #expect(throws: Mishap()) {
            try await test.library.append(source, byteSize: nil, at: 0, checksum: checksum, to: id, by: test.system)
        }
        let kept = hasChecksum ? 0 : 2000
        #expect(try await test.library.showUpload(id, by: test.system).receivedBytes == Int64(kept))
        try await append(kept..<300_000, to: id, test)
        try await expectAsset(of: id, test)
    }

    @Test(
        "a store that fails keeps what was recorded, and the upload goes on",
        arguments: [FaultyBlobStore.Call.stage, .write, .finish, .publish, .open])
    func failingStore(_ call: FaultyBlobStore.Call) async throws {
        let test = try await TestLibrary(storageLimit: Int64(bytes.count))
        let id = try await begin(test)
        try await append(0..<100_000, to: id, test)
        test.blobs.fail(call, with: .unavailable("x"))
        await #expect(throws: ServiceError.storageUnavailable()) { try await append(100_000..<300_000, to: id, test) }
        test.blobs.heal()
        #expect(try await test.state().reservedBytes == Int64(bytes.count), "the room is the upload's still")
        let reached = Int(try await test.library.showUpload(id, by: test.system).receivedBytes)
        try await append(reached..<300_000, to: id, test)
        _ = try await test.library.sweep(graceSeconds: 0)
        try await expectAsset(of: id, test)
    }

    @Test("two that finish at once make one asset, and both answer with it")
    func finishingTwice() async throws {
        let test = try await TestLibrary(storageLimit: Int64(bytes.count))
        defer { test.blobs.heal() }
        let id = try await begin(test)
        try await append(0..<299_999, to: id, test)
        let (reached, proceed) = (Gate(), Gate())
        test.blobs.before(.publish) { key in
            guard key?.description.contains("/media/") == true else { return }
            reached.open()
            await proceed.passed()
        }
        let first = Task { try await append(299_999..<300_000, to: id, test).assetID }
        await reached.passed()
        let second = Task { try await test.library.resumeUpload(id, by: test.system).assetID }
        proceed.open()
        #expect(try await first.value == second.value)
        try await expectAsset(of: id, test)
    }

    @Test("an attempt that died leaves its room to the next, which begins when it was silent for long enough")
    func deadAttempt() async throws {
        let test = try await TestLibrary(storageLimit: Int64(bytes.count))
        let id = try await begin(test)
        try await append(0..<299_999, to: id, test)
        // The commit's outcome is not known: what was begun stays as a crash would leave it.
        test.blobs.before(.publish) { key throws(BlobError) in
            if key?.description.contains("/media/") == true { throw .unavailable("the server is gone") }
        }
        await #expect(throws: ServiceError.storageUnavailable()) { try await append(299_999..<300_000, to: id, test) }
        test.blobs.heal()
        let dead = try #require(try await test.intents().first { $0.reservedBytes > 0 })
        #expect(dead.upload == id && dead.reservedBytes == Int64(bytes.count))
        try await test.change("UPDATE publish_intent SET lease_expires_at = 0")
        #expect(try await test.library.resumeUpload(id, by: test.system).assetID != nil)
        _ = try await test.library.sweep(graceSeconds: 0)
        try await expectAsset(of: id, test)
    }

    @Test("a sweep gives the room of a dead attempt back to its upload")
    func sweptAttempt() async throws {
        let test = try await TestLibrary()
        let id = try await begin(test)
        try await append(0..<299_999, to: id, test)
        test.blobs.fail(.publish, with: .unavailable("x")) { $0?.description.contains("/media/") == true }
        await #expect(throws: ServiceError.storageUnavailable()) { try await append(299_999..<300_000, to: id, test) }
        test.blobs.heal()
        _ = try await test.library.sweep(graceSeconds: 0)
        let upload = try await test.library.showUpload(id, by: test.system)
        #expect(upload.reservedBytes == Int64(bytes.count))
        #expect(try await test.library.register(id, { $0.title = "Late" }, by: test.system).asset.metadata.title == "Late")
        try await expectAsset(of: id, test)
    }

    @Test("an upload that expires frees its room although its store does not answer, and its bytes when it does again")
    func expiry() async throws {
        let test = try await TestLibrary()
        let id = try await begin(test)
        try await append(0..<100_000, to: id, test)
        #expect(try await test.library.endExpiredUploads() == 0)
        try await test.change("UPDATE upload SET expires_at = 1")
        test.blobs.fail(.delete, with: .unavailable("x"))
        #expect(try await test.library.endExpiredUploads() == 1)
        #expect(try await test.state().reservedBytes == 0)
        #expect(try await test.blobKeys().count == 1)
        try await test.expectSound()
        await #expect(throws: UploadError.notFound) { try await test.library.showUpload(id, by: test.system) }
        test.blobs.heal()
        #expect(try await test.library.endExpiredUploads() == 1)
        try await test.expectNothing()
    }

    @Test("cancelling while the asset is being made ends both")
    func cancelledMeanwhile() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let id = try await begin(test)
        let (reached, proceed) = (Gate(), Gate())
        test.blobs.before(.publish) { key in
            guard key?.description.contains("/media/") == true else { return }
            reached.open()
            await proceed.passed()
        }
        let finishing = Task { try await append(0..<300_000, to: id, test) }
        await reached.passed()
        try await test.library.cancelUpload(id, by: test.system)
        proceed.open()
        await #expect(throws: UploadError.notFound) { try await finishing.value }
        try await test.expectNothing()
    }

    @Test("bytes the library has already are its asset's, and held once")
    func reused() async throws {
        let test = try await TestLibrary()
        let first = try await test.upload(bytes)
        let id = try await begin(test, onDuplicate: .reuse)
        #expect(try await append(0..<300_000, to: id, test).assetID == first.id)
        try await expectAsset(of: id, test)
    }

    @Test("so many small pieces are refused that no row would hold them")
    func pieces() {
        #expect(UploadPart.preferredSize(of: 1) == 8 << 20)
        let (large, huge): (Int64, Int64) = (100 << 30, .max / 2)
        for size in [large, huge] {
            let parts = size / UploadPart.preferredSize(of: size)
            #expect(parts < UploadPart.maximumCount / 2)
        }
    }
}
