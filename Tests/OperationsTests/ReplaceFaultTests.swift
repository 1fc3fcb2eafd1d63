import BlobStorage
import Database
import Jobs
import Library
import LibraryStore
import Operations
import Platform
import Testing

/// A replacement that fails, or whose server stops, leaves the old version or the new, whole, and nothing else for long.
@Suite("Replacements that fail")
struct ReplaceFaultTests {
    private func expectOld(_ old: Asset, in test: TestLibrary) async throws {
        #expect(String(reflecting: try await test.row(old.id)) == String(reflecting: Optional(old)))
        #expect(try await test.delivered(old.storage!.key) == Samples.text(1000))
        #expect(try await test.blobKeys() == [old.storage!.key])
        #expect(try test.stagedFiles() == [])
        #expect(try await test.intents().isEmpty)
        let state = try await test.state()
        #expect(state.reservedBytes == 0 && state.usedBytes == 1000)
        try await test.expectSound()
    }

    @Test(
        "a store that fails is an error that says so, and the old version stays",
        arguments: [
            (FaultyBlobStore.Call.stage, BlobError.noSpace, ServiceError.storageFull), (.write, .noSpace, .storageFull),
            (.finish, .io(.notFound), .storageUnavailable()), (.publish, .unavailable("x"), .storageUnavailable()),
        ])
    func failingStore(_ call: FaultyBlobStore.Call, _ error: BlobError, _ expected: ServiceError) async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(1000))
        test.blobs.fail(call, with: error)
        await #expect(throws: expected) { try await test.replace(old.id, with: Samples.text(3000)) }
        test.blobs.heal()
        // Of a publish that failed half-way nobody knows what is there: its promise waits for the sweep.
        if call == .publish { _ = try await test.library.sweep(graceSeconds: 0) }
        try await expectOld(old, in: test)
    }

    @Test("a source that fails on its way leaves the old version", arguments: [0, 1, 2])
    func failingSource(_ step: Int) async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(1000))
        let source = SteppedSource([Samples.text(300_000), Samples.text(300_000)]) { if $0 == step { throw Mishap() } }
        await #expect(throws: Mishap()) {
            try await test.library.replaceAsset(old.id, with: source, UploadDetails(fileName: "a"), by: test.system)
        }
        try await expectOld(old, in: test)
    }

    @Test(
        "a commit that fails leaves the old version",
        arguments: [(DatabaseError.full, ServiceError.storageFull), (.busy, .databaseUnavailable())])
    func failingCommit(_ error: DatabaseError, _ expected: ServiceError) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let old = try await test.upload(Samples.text(1000))
        test.blobs.after(.publish) { _ in test.database.failNextWrite(.before(error)) }
        await #expect(throws: expected) { try await test.replace(old.id, with: Samples.text(3000)) }
        try await expectOld(old, in: test)
    }

    @Test("a commit nobody knows the outcome of is left to the sweep, which keeps what the row says", arguments: [true, false])
    func unknownCommit(_ isKept: Bool) async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(1000))
        test.blobs.after(.publish) { _ in test.database.failNextWrite(isKept ? .after(.commitUnknown) : .before(.commitUnknown)) }
        await #expect(throws: ServiceError.outcomeUnknown) { try await test.replace(old.id, with: Samples.text(3000)) }
        test.blobs.heal()
        #expect(try await test.blobKeys().count == 2)
        _ = try await test.library.sweep(graceSeconds: 0)
        guard isKept else { return try await expectOld(old, in: test) }
        let row = try #require(try await test.row(old.id))
        #expect(row.version == 2)
        #expect(try await test.blobKeys() == [row.storage!.key])
        #expect(try await test.delivered(old.storage!.key) == Samples.text(3000))
        try await test.library.removeRetiredBlobs(of: old.id, in: test.organization.id)
        #expect(try await test.jobDepth() == [0, 0])
        try await test.expectSound()
    }

    @Test("what a server left that stopped before the switch gives way to the next file once its lease ran out")
    func takenOver() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(1000))
        test.blobs.after(.publish) { _ in test.database.failNextWrite(.before(.commitUnknown)) }
        await #expect(throws: ServiceError.outcomeUnknown) { try await test.replace(old.id, with: Samples.text(3000)) }
        test.blobs.heal()
        await #expect(throws: AssetError.replaceInProgress) { try await test.replace(old.id, with: Samples.text(4000)) }
        #expect(try await test.state().reservedBytes == 2000)
        try await test.change("UPDATE publish_intent SET lease_expires_at = 0")
        let new = try await test.replace(old.id, with: Samples.text(4000))
        #expect(new.version == 2)
        #expect(try await test.delivered(new.storage!.key) == Samples.text(4000))
        #expect(try await test.blobKeys() == [new.storage!.key])
        let state = try await test.state()
        #expect(state.usedBytes == 4000 && state.reservedBytes == 0)
        try await test.expectSound()
    }

    @Test("who was overtaken as his lease ran out takes nothing from who overtook")
    func overtaken() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let old = try await test.upload(Samples.text(1000))
        let isFirst = Locked(true)
        test.blobs.after(.publish) { key throws(BlobError) in
            guard
                isFirst.withLock({ isFirst in
                    defer { isFirst = false }; return isFirst
                })
            else { return }
            do {
                try await test.change("UPDATE publish_intent SET lease_expires_at = 0")
                _ = try await test.replace(old.id, with: Samples.text(4000))
            } catch {
                Issue.record(error)
            }
        }
        await #expect(throws: ServiceError.interrupted) { try await test.replace(old.id, with: Samples.text(3000)) }
        let row = try #require(try await test.row(old.id))
        #expect(row.version == 2 && row.byteSize == 4000)
        #expect(try await test.delivered(old.storage!.key) == Samples.text(4000))
        #expect(try await test.blobKeys() == [row.storage!.key])
        try await test.expectSound()
    }

    @Test(
        "old bytes that cannot be removed wait with their reason, and the job or the sweep removes them",
        arguments: [true, false])
    func stuckOldBytes(_ isSwept: Bool) async throws {
        let test = try await TestLibrary()
        let old = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        test.blobs.fail(.delete, with: .io(Errno(rawValue: 1)))
        let new = try await test.replace(old.id, with: try await test.otherPicture(), as: "other.png")
        #expect(new.version == 2)
        let retired = try await test.retired(of: old.id)
        #expect(retired.count == 3 && retired.allSatisfy { $0.failure?.contains("not permitted") == true })
        #expect(try await test.blobKeys().count == 4)
        #expect(try await test.state().usedBytes == new.byteSize)
        try await test.expectSound()  // what waits is known, and counts for nobody
        #expect(try await test.library.sweep(graceSeconds: 0).blobs == 0)
        #expect(try await test.blobKeys().count == 4)
        await #expect(throws: BlobError.self) {
            try await test.library.removeRetiredBlobs(of: old.id, in: test.organization.id)
        }
        test.blobs.heal()
        if isSwept {
            #expect(try await test.library.sweep(graceSeconds: 3600).retiredBlobs == 0)
            #expect(try await test.library.sweep(graceSeconds: 0).retiredBlobs == 3)
        } else {
            try await test.library.removeRetiredBlobs(of: old.id, in: test.organization.id)
            #expect(try await test.jobDepth() == [1, 0])  // the new thumbnail's
        }
        #expect(try await test.blobKeys() == [new.storage!.key])
        #expect(try await test.retired(of: old.id).isEmpty)
        try await test.expectSound()
    }

    @Test("a runner's job removes old bytes that the replacement could not")
    func job() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(10))
        test.blobs.fail(.delete, with: .unavailable("away"))
        _ = try await test.replace(old.id, with: Samples.text(20))
        let events = JobEvents()
        let runner = JobRunner(library: test.library, concurrency: 1, report: events.add)
        runner.start()
        try await test.makeJobsDue()
        guard case .failed(let job, _) = await events.next() else { throw Mishap() }
        #expect(job.kind == .removeRetiredBlobs)
        test.blobs.heal()
        try await test.makeJobsDue()
        guard case .done = await events.next() else { throw Mishap() }
        await runner.stop()
        #expect(try await test.blobKeys().count == 1)
        #expect(try await test.jobDepth() == [0, 0])
        try await test.expectSound()
    }

    @Test("a deletion takes the old bytes along that still wait")
    func deletion() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(10))
        test.blobs.fail(.delete, with: .unavailable("away"))
        _ = try await test.replace(old.id, with: Samples.text(20))
        await expectBytesNotRemoved { try await test.library.deleteForGood(old.id, by: test.system) }
        test.blobs.heal()
        try await test.library.finishDeletion(of: old.id, in: test.organization.id)
        #expect(try await test.retired(of: old.id).isEmpty)
        try await test.expectNothing()
    }
}
