import BlobStorage
import Database
import Jobs
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Thumbnails")
struct ThumbnailTests {
    @Test("the job makes thumbnail, card and placeholder, and is done")
    func ready() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        let row = try #require(try await test.row(asset.id))
        #expect(row.thumbnail.status == .ready && row.thumbnail.error == nil)
        #expect(row.picture.placeholder?.utf8.count == 28)
        #expect(row.picture.width == 90 && row.picture.height == 60)
        let renditions = try await test.renditions(of: asset)
        #expect(Set(renditions.map(\.name)) == Set(RenditionName.allCases))
        for rendition in renditions {
            let delivery = try await test.library.deliverFile(rendition.key)
            #expect(delivery.byteSize == rendition.byteSize)
            #expect(delivery.mimeType == (rendition.name == .thumbnail ? "image/webp" : "image/jpeg"))
        }
        #expect(try await test.jobDepth() == [0, 0])
        #expect(try test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test("a picture that cannot be decoded ends with its reason, once")
    func permanentFailure() async throws {
        let test = try await TestLibrary()
        let picture = try await Samples.picture.value
        let asset = try await test.upload(Array(picture.prefix(picture.count - 40)), as: "cut.png")
        #expect(asset.thumbnail.status == .pending)
        try await test.library.renderThumbnail(try await test.claim())
        let row = try #require(try await test.row(asset.id))
        #expect(row.thumbnail.status == .failed)
        #expect(row.thumbnail.error?.hasPrefix("The file is damaged or incomplete") == true)
        #expect(row.thumbnail.attemptedAt != nil)
        #expect(try await test.jobDepth() == [0, 0])
        #expect(try await test.blobKeys().count == 1)
        try await test.expectSound()
    }

    @Test("what may pass is tried again, and what never passed is recorded where a person sees it")
    func transientFailure() async throws {
        let test = try await TestLibrary(worker: TestWorker.absent)
        let asset = try await test.uploadPicture()
        let events = JobEvents()
        let runner = JobRunner(library: test.library, concurrency: 1, report: events.add)
        runner.start()
        for attempt in 1..<JobTable.maximumAttempts {
            guard case .failed(let job, _) = await events.next() else { throw Mishap() }
            #expect(job.attempts == attempt)
            #expect(try await test.row(asset.id)?.thumbnail.status == .pending)
            try await test.makeJobsDue()
        }
        guard case .done = await events.next() else { throw Mishap() }
        await runner.stop()
        let thumbnail = try #require(try await test.row(asset.id)).thumbnail
        #expect(thumbnail.status == .failed)
        #expect(thumbnail.error?.hasPrefix("Pictures cannot be processed right now") == true)
        #expect(try await test.jobDepth() == [0, 0])
    }

    @Test(
        "storage that fails every attempt is recorded on the asset too", arguments: [FaultyBlobStore.Call.open, .stage, .publish])
    func failingStorage(_ call: FaultyBlobStore.Call) async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        test.blobs.fail(call, with: .unavailable("away"))
        for _ in 1..<JobTable.maximumAttempts {
            let job = try await test.claim(leaseSeconds: 0)
            await #expect(throws: (any Error).self) { try await test.library.renderThumbnail(job) }
            #expect(try await test.row(asset.id)?.thumbnail.status == .pending)
        }
        try await test.library.renderThumbnail(try await test.claim())
        let thumbnail = try #require(try await test.row(asset.id)).thumbnail
        #expect(thumbnail.status == .failed)
        #expect(thumbnail.error == ServiceError.storageUnavailable().sentence)
        test.blobs.heal()
        #expect(try await test.blobKeys() == [asset.storage!.key])
        #expect(try test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test("a missing original is recorded on the asset")
    func missingOriginal() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.blobs.delete(BlobKey(asset.storage!.key))
        try await test.change("UPDATE job SET attempts = 4")
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.row(asset.id)?.thumbnail.error == ServiceError.fileMissing().sentence)
    }

    @Test("a job that ended its process every time is given up with a reason, and not tried for ever")
    func poison() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.uploadPicture()
        for _ in 0..<JobTable.maximumAttempts { _ = try await test.claim(leaseSeconds: 0) }
        let events = JobEvents()
        let runner = JobRunner(library: test.library, concurrency: 1, report: events.add)
        test.blobs.before(.open) { _ in Issue.record("the picture was opened once more") }
        runner.start()
        _ = await events.next()
        await runner.stop()
        #expect(try await test.row(asset.id)?.thumbnail.status == .failed)
        #expect(try await test.jobDepth() == [0, 0])
    }

    @Test("a deletion whose every attempt ended its process is a dead letter, not tried for ever")
    func poisonedDeletion() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.upload(Samples.text(10))
        test.blobs.fail(.delete, with: .unavailable("away"))
        await expectBytesNotRemoved { try await test.library.deleteForGood(asset.id, by: test.system) }
        try await test.makeJobsDue()
        for _ in 0..<JobTable.maximumAttempts { _ = try await test.claim(leaseSeconds: 0) }
        let events = JobEvents()
        let runner = JobRunner(library: test.library, concurrency: 1, report: events.add)
        test.blobs.before(.delete) { _ in Issue.record("the deletion was tried once more") }
        runner.start()
        guard case .failed = await events.next() else { throw Mishap() }
        await runner.stop()
        #expect(try await test.jobDepth() == [0, 1])
    }

    @Test("an asset deleted while its thumbnail is made leaves no rendition", arguments: [1, 2])
    func deletedMeanwhile(_ publish: Int) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.uploadPicture()
        let job = try await test.claim()
        let count = Locked(0)
        test.blobs.before(.publish) { _ in
            guard
                count.withLock({
                    $0 += 1; return $0
                }) == publish
            else { return }
            do { try await test.library.deleteForGood(asset.id, by: test.system) } catch { Issue.record(error) }
        }
        try await test.library.renderThumbnail(job)
        #expect(count.withLock { $0 } >= publish)
        try await test.expectNothing()
    }

    @Test("a new attempt goes on where one died, at whatever step", arguments: ["staged", "published one", "published both"])
    func diedBefore(_ step: String) async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        let first = try await test.claim(leaseSeconds: 0)
        try await test.die(in: first, after: step)
        #expect(try await test.intents().isEmpty == false)
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
        #expect(try await test.intents().isEmpty)
        _ = try await test.library.sweep(graceSeconds: 0)
        #expect(try await test.blobKeys().count == 3)
        #expect(try test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test("a thumbnail that an attempt left and nobody finishes goes with a sweep")
    func leftBehind() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.die(in: try await test.claim(), after: "published both")
        #expect(try await test.blobKeys().count == 3)
        _ = try await test.library.sweep(graceSeconds: 0)
        #expect(try await test.blobKeys() == [asset.storage!.key])
        try await test.expectSound()
    }

    @Test(
        "an attempt that lost its lease harms nothing, wherever it wakes up again",
        arguments: [("before", 1), ("before", 2), ("after", 1), ("after", 2)])
    func lateAttempt(_ edge: String, _ publish: Int) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.uploadPicture()
        let late = try await test.claim(leaseSeconds: 0)
        let count = Locked(0)
        let overtake: FaultyBlobStore.Hook = { _ in
            guard
                count.withLock({
                    $0 += 1; return $0
                }) == publish
            else { return }
            do { try await test.library.renderThumbnail(try await test.claim()) } catch { Issue.record(error) }
            test.blobs.before(.delete) { key in
                Issue.record("\(key.debugDescription) was removed, which is no longer the late attempt's")
            }
        }
        if edge == "before" { test.blobs.before(.publish, overtake) } else { test.blobs.after(.publish, overtake) }
        await #expect(throws: (any Error).self) { try await test.library.renderThumbnail(late) }
        test.blobs.heal()
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
        #expect(try await test.renditions(of: asset).count == 2)
        #expect(try await test.blobKeys().count == 3)
        #expect(try test.stagedFiles() == [])
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("a commit of unknown outcome leaves both outcomes whole", arguments: [true, false])
    func unknownCommit(_ isKept: Bool) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.uploadPicture()
        let job = try await test.claim(leaseSeconds: 0)
        let count = Locked(0)
        test.blobs.after(.publish) { _ in
            guard
                count.withLock({
                    $0 += 1; return $0
                }) == 2
            else { return }
            test.database.failNextWrite(isKept ? .after(.commitUnknown) : .before(.commitUnknown))
        }
        await #expect(throws: DatabaseError.commitUnknown) { try await test.library.renderThumbnail(job) }
        test.blobs.heal()
        #expect(try await test.row(asset.id)?.thumbnail.status == (isKept ? .ready : .pending))
        try await test.expectSound()
        if !isKept { try await test.library.renderThumbnail(try await test.claim()) }
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
        try await test.expectSound()
    }

    @Test(
        "a sweep that ends an attempt's intents ends the attempt, not the asset",
        arguments: [("before", 1), ("before", 2), ("after", 1), ("after", 2)])
    func sweptMeanwhile(_ edge: String, _ publish: Int) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.uploadPicture()
        let job = try await test.claim(leaseSeconds: 0)
        let count = Locked(0)
        let sweep: FaultyBlobStore.Hook = { _ in
            guard
                count.withLock({
                    $0 += 1; return $0
                }) == publish
            else { return }
            do { _ = try await test.library.sweep(graceSeconds: 0) } catch { Issue.record(error) }
        }
        if edge == "before" { test.blobs.before(.publish, sweep) } else { test.blobs.after(.publish, sweep) }
        await #expect(throws: (any Error).self) { try await test.library.renderThumbnail(job) }
        test.blobs.heal()
        #expect(try await test.row(asset.id)?.thumbnail.status == .pending)
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
        #expect(try await test.blobKeys().count == 3)
        try await test.expectSound()
    }

    @Test("an attempt that lost its lease takes nothing from the one that has it now")
    func lateBeginning() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.uploadPicture()
        let late = try await test.claim(leaseSeconds: 0)
        let current = try await test.claim()
        let count = Locked(0)
        test.blobs.after(.publish) { _ in
            guard
                count.withLock({
                    $0 += 1; return $0
                }) == 1
            else { return }
            await #expect(throws: ServiceError.interrupted) { try await test.library.renderThumbnail(late) }
        }
        try await test.library.renderThumbnail(current)
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
        #expect(try await test.blobKeys().count == 3)
        try await test.expectSound()
    }

    @Test("a job queued anew while it runs is run anew, and the first run's outcome does not count")
    func queuedAnew() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.uploadPicture()
        let job = try await test.claim()
        let count = Locked(0)
        test.blobs.after(.publish) { _ in
            guard
                count.withLock({
                    $0 += 1; return $0
                }) == 2
            else { return }
            do { try await test.queueThumbnail(of: asset) } catch { Issue.record(error) }
        }
        await #expect(throws: ServiceError.interrupted) { try await test.library.renderThumbnail(job) }
        test.blobs.heal()
        #expect(try await test.row(asset.id)?.thumbnail.status == .pending)
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
        #expect(try await test.jobDepth() == [0, 0])
        try await test.expectSound()
    }

    @Test("a job for an asset that has its thumbnail is done at once")
    func alreadyReady() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        try await test.queueThumbnail(of: asset)
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
        #expect(try await test.jobDepth() == [0, 0])
        try await test.expectSound()
    }

    @Test("a listing asks for a failed thumbnail again once its cooldown is over, and no sooner (M29)")
    func cooldown() async throws {
        let test = try await TestLibrary()
        let picture = try await Samples.picture.value
        let asset = try await test.upload(Array(picture.prefix(picture.count - 40)), as: "cut.png")
        try await test.library.renderThumbnail(try await test.claim())
        test.clock.advance(bySeconds: 3500)
        let generation = test.library.jobSignal.generation
        _ = try await test.names()
        #expect(try await test.jobDepth() == [0, 0])
        test.clock.advance(bySeconds: 200)
        _ = try await test.names()
        await test.library.jobSignal.wait(since: generation, atMost: .seconds(10))
        #expect(try await test.jobDepth() == [1, 0])
        #expect(
            try await test.row(asset.id)?.thumbnail.attemptedAt
                == test.clock.now.roughly(try await test.row(asset.id)?.thumbnail.attemptedAt))
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.row(asset.id)?.thumbnail.status == .failed)
        _ = try await test.names()
        #expect(try await test.jobDepth() == [0, 0])
    }
}

extension TestLibrary {
    fileprivate func queueThumbnail(of asset: Asset) async throws {
        let (organization, now) = (organization.id, clock.now)
        try await library.database.write { try await $0.jobs.enqueue(.renderThumbnail, asset.id, in: organization, at: now) }
    }

    func renditions(of asset: Asset) async throws -> [Rendition] {
        let organization = organization.id
        return try await library.database.read { try await $0.renditions.all(of: asset.id, in: organization) }
    }

    /// Runs `job` until the step and leaves everything as a killed process would.
    fileprivate func die(in job: ClaimedJob, after step: String) async throws {
        let count = Locked(0)
        blobs.before(.publish) { [blobs, database] key throws(BlobError) in
            let publish = count.withLock {
                $0 += 1
                return $0
            }
            if step == "staged" || (step == "published one" && publish == 2) {
                database.failEveryWrite(with: .unavailable)
                blobs.fail(.delete, with: .unavailable("dead"))
                throw .unavailable("dead")
            }
        }
        blobs.after(.publish) { [blobs, database] _ in
            guard step == "published both", count.withLock({ $0 }) == 2 else { return }
            database.failEveryWrite(with: .unavailable)
            blobs.fail(.delete, with: .unavailable("dead"))
        }
        await #expect(throws: (any Error).self) { try await library.renderThumbnail(job) }
        database.heal()
        blobs.heal()
    }
}

extension Timestamp {
    /// `other` where it is within ten seconds of this.
    fileprivate func roughly(_ other: Timestamp?) -> Timestamp? {
        other.flatMap { abs($0.microseconds - microseconds) < 10_000_000 ? $0 : nil }
    }
}
