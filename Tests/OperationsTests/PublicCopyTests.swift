import BlobStorage
import Database
import Jobs
import Library
import LibraryStore
import Operations
import Testing

/// Addresses that point straight at a bucket cannot follow a row: the new bytes are copied to where they point.
@Suite("Public copies")
struct PublicCopyTests {
    private struct Direct {
        let test: TestLibrary
        let library: MediaLibrary
        let asset: Asset
        /// Where the address points.
        let stable: String

        func replace(_ bytes: [UInt8]) async throws -> Asset {
            try await library.replaceAsset(
                asset.id, with: BytesSource(bytes), UploadDetails(fileName: "new.txt"), by: test.system)
        }

        func refresh() async throws { try await library.refreshPublicCopy(try await test.claim()) }

        func verified() async throws -> [String] { try await library.verify(checksums: true).differences }
    }

    private func direct(_ size: Int = 100) async throws -> Direct {
        let test = try await TestLibrary()
        let library = try await test.direct()
        let asset = try await library.uploadAsset(
            BytesSource(Samples.text(size)), UploadDetails(fileName: "old.txt"), by: test.system)
        #expect(asset.storage?.publicURL == "https://cdn.example.com/media/" + asset.storage!.key)
        return Direct(test: test, library: library, asset: asset, stable: asset.storage!.key)
    }

    @Test("after the switch the job copies the new bytes to the address, which verify and sweep know")
    func refresh() async throws {
        let direct = try await direct()
        let new = try await direct.replace(Samples.text(200))
        #expect(new.storage?.publicURL == direct.asset.storage?.publicURL && new.storage?.key != direct.stable)
        #expect(new.publicCopyVersion == 1)
        #expect(try await direct.test.contents(of: direct.stable) == Samples.text(100))
        #expect(try await direct.verified().map { $0.contains("version 1 still") } == [true])
        try await direct.refresh()
        #expect(try await direct.test.row(new.id)?.publicCopyVersion == 2)
        #expect(try await direct.test.contents(of: direct.stable) == Samples.text(200))
        #expect(try await direct.test.blobKeys() == [direct.stable, new.storage!.key])
        #expect(try await direct.library.sweep(graceSeconds: 0).isEmpty)
        #expect(try await direct.test.blobKeys() == [direct.stable, new.storage!.key])
        #expect(try await direct.test.delivered(direct.stable) == Samples.text(200))
        #expect(try await direct.test.jobDepth() == [0, 0])
        #expect(try await direct.test.intents().isEmpty)
        #expect(try await direct.verified() == [])
    }

    @Test("each later version is copied too, and only the one before it is removed")
    func manyVersions() async throws {
        let direct = try await direct()
        for number in 2...4 {
            let new = try await direct.replace(Samples.text(100 * number))
            try await direct.refresh()
            #expect(try await direct.test.contents(of: direct.stable) == Samples.text(100 * number))
            #expect(try await direct.test.blobKeys() == [direct.stable, new.storage!.key])
        }
        #expect(try await direct.verified() == [])
    }

    @Test("verify says what is wrong under the address")
    func differences() async throws {
        let direct = try await direct()
        _ = try await direct.replace(Samples.text(200))
        try await direct.refresh()
        try await direct.test.blobs.delete(BlobKey(direct.stable))
        #expect(try await direct.verified().map { $0.contains("under its public address, its file is missing") } == [true])
        try await direct.test.blobs.put(Samples.text(200).reversed(), as: BlobKey(direct.stable))
        #expect(try await direct.verified().map { $0.contains("checksum") } == [true])
    }

    @Test("a copy that fails is tried again by the job, and where that died by the sweep's")
    func retried() async throws {
        let direct = try await direct()
        direct.test.blobs.fail(.replace, with: .unavailable("away"))
        _ = try await direct.replace(Samples.text(200))
        let events = JobEvents()
        let runner = JobRunner(library: direct.library, concurrency: 1, report: events.add)
        runner.start()
        for attempt in 1...JobTable.maximumAttempts {
            guard case .failed(let job, _) = await events.next() else { throw Mishap() }
            #expect(job.kind == .refreshPublicCopy && job.attempts == attempt)
            #expect(try await direct.test.intents().isEmpty)
            try await direct.test.makeJobsDue()
        }
        #expect(try await direct.test.jobDepth() == [0, 1])
        direct.test.blobs.heal()
        #expect(try await direct.library.sweep(graceSeconds: 7200).oldPublicCopies == 1)
        guard case .done = await events.next() else { throw Mishap() }
        await runner.stop()
        #expect(try await direct.test.contents(of: direct.stable) == Samples.text(200))
        #expect(try await direct.verified() == [])
    }

    @Test("a copy that was made although the store said nothing of it is made again")
    func lostAnswer() async throws {
        let direct = try await direct()
        direct.test.blobs.after(.replace) { _ throws(BlobError) in throw .unavailable("lost") }
        _ = try await direct.replace(Samples.text(200))
        let job = try await direct.test.claim(leaseSeconds: 0)
        await #expect(throws: BlobError.self) { try await direct.library.refreshPublicCopy(job) }
        direct.test.blobs.heal()
        #expect(try await direct.test.row(direct.asset.id)?.publicCopyVersion == 1)
        try await direct.refresh()
        #expect(try await direct.verified() == [])
    }

    @Test("a version that comes while an older one is copied is copied after it, never before")
    func overtaken() async throws {
        let direct = try await direct()
        defer { direct.test.blobs.heal() }
        _ = try await direct.replace(Samples.text(200))
        let (reached, proceed) = (Gate(), Gate())
        direct.test.blobs.after(.replace) { _ in
            reached.open()
            await proceed.passed()
        }
        let first = try await direct.test.claim()
        let late = Task { try await direct.library.refreshPublicCopy(first) }
        await reached.passed()
        _ = try await direct.replace(Samples.text(300))
        let second = try await direct.test.claim(leaseSeconds: 0)
        // One copy at a time: the second attempt waits for its turn.
        await #expect(throws: (any Error).self) { try await direct.library.refreshPublicCopy(second) }
        proceed.open()
        try await late.value
        direct.test.blobs.heal()
        #expect(try await direct.test.contents(of: direct.stable) == Samples.text(300))
        #expect(try await direct.test.row(direct.asset.id)?.publicCopyVersion == 3)
        try await direct.refresh()
        #expect(try await direct.test.jobDepth() == [0, 0])
        #expect(try await direct.verified() == [])
    }

    @Test("a deletion removes the bytes under the address too, also beside a copy that ends after it", arguments: [false, true])
    func deletion(_ isBesideCopy: Bool) async throws {
        let direct = try await direct()
        defer { direct.test.blobs.heal() }
        _ = try await direct.replace(Samples.text(200))
        if isBesideCopy {
            direct.test.blobs.before(.replace) { _ in
                do { try await direct.library.deleteForGood(direct.asset.id, by: direct.test.system) } catch {
                    Issue.record(error)
                }
            }
            // The source may be gone before it is copied, which is no success either.
            let job = try await direct.test.claim()
            try? await direct.library.refreshPublicCopy(job)
        } else {
            try await direct.refresh()
            try await direct.library.deleteForGood(direct.asset.id, by: direct.test.system)
        }
        try await direct.test.expectNothing()
    }

    @Test("a copy that lands after its asset was deleted is removed again")
    func landsLate() async throws {
        let direct = try await direct()
        defer { direct.test.blobs.heal() }
        _ = try await direct.replace(Samples.text(200))
        let (reached, proceed) = (Gate(), Gate())
        direct.test.blobs.after(.replace) { _ in
            reached.open()
            await proceed.passed()
        }
        let job = try await direct.test.claim()
        let late = Task { try await direct.library.refreshPublicCopy(job) }
        await reached.passed()
        try await direct.library.deleteForGood(direct.asset.id, by: direct.test.system)
        try await direct.test.blobs.put([1], as: BlobKey(direct.stable))
        proceed.open()
        try await late.value
        try await direct.test.expectNothing()
    }
}
