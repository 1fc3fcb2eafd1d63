import Database
import Jobs
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Running jobs")
struct JobRunnerTests {
    @Test("what an upload queues is run at once, by whichever runner is free")
    func signal() async throws {
        let test = try await TestLibrary()
        let events = JobEvents()
        let runner = JobRunner(library: test.library, concurrency: 2, report: events.add)
        runner.start()
        var assets: [Asset] = []
        for _ in 0..<3 { assets.append(try await test.uploadPicture()) }
        for _ in assets {
            guard case .done(let job) = await events.next() else { throw Mishap() }
            #expect(job.kind == .renderThumbnail && job.attempts == 1)
        }
        await runner.stop()
        for asset in assets { #expect(try await test.row(asset.id)?.thumbnail.status == .ready) }
        try await test.expectSound()
    }

    @Test("two processes share one queue, each job is done once")
    func twoProcesses() async throws {
        let test = try await TestLibrary()
        let other = try await TestLibrary(beside: test)
        for _ in 0..<6 { _ = try await test.uploadPicture() }
        let events = JobEvents()
        let runners = [test, other].map { JobRunner(library: $0.library, concurrency: 2, report: events.add) }
        for runner in runners { runner.start() }
        var done: Set<AssetID> = []
        for _ in 0..<6 {
            guard case .done(let job) = await events.next() else { throw Mishap() }
            #expect(done.insert(job.assetID).inserted)
        }
        for runner in runners { await runner.stop() }
        #expect(try await test.jobDepth() == [0, 0])
        #expect(try await test.blobKeys().count == 18)
        try await test.expectSound()
    }

    @Test("a stop waits for the job in hand and leaves the next in the queue")
    func stop() async throws {
        let test = try await TestLibrary()
        for _ in 0..<2 { _ = try await test.uploadPicture() }
        let (began, proceed) = (Gate(), Gate())
        test.blobs.before(.open) { _ in
            began.open()
            await proceed.passed()
        }
        let events = JobEvents()
        let runner = JobRunner(library: test.library, concurrency: 1, report: events.add)
        runner.start()
        await began.passed()
        async let stopped: Void = runner.stop()
        proceed.open()
        await stopped
        guard case .done = await events.next() else { throw Mishap() }
        let ready = try await test.library.listAssets(AssetQuery(), by: test.system).assets.filter {
            $0.thumbnail.status == .ready
        }
        #expect(ready.count >= 1)
        #expect(try await test.jobDepth()[0] == 2 - ready.count)
        try await test.expectSound()
    }

    @Test("a database that is away is reported and does not end the runner")
    func databaseAway() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        let events = JobEvents()
        test.database.failNextWrite(.before(.busy))
        let runner = JobRunner(library: test.library, concurrency: 1, report: events.add)
        runner.start()
        guard case .queueUnavailable = await events.next() else { throw Mishap() }
        test.library.jobSignal.notify()
        guard case .done = await events.next() else { throw Mishap() }
        await runner.stop()
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
    }

    @Test("housekeeping sweeps and purges old trash when it starts, and reports what it removed")
    func housekeeping() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        try await test.library.deleteAsset(asset.id, by: test.system)
        test.clock.advance(bySeconds: 30 * 86_400)
        let reports = AsyncStream<Housekeeping.Event>.makeStream()
        let housekeeping = Housekeeping(library: test.library) { reports.continuation.yield($0) }
        housekeeping.start()
        var iterator = reports.stream.makeAsyncIterator()
        guard case .swept(let sweep) = await iterator.next() else { throw Mishap() }
        #expect(sweep.blobs == 0)
        guard case .purgedTrash(let trash) = await iterator.next() else { throw Mishap() }
        #expect(trash.purged == 1)
        await housekeeping.stop()
    }
}
