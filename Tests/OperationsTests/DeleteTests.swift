import BlobStorage
import Database
import Jobs
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Deleting for good")
struct DeleteTests {
    /// A picture with its renditions made.
    private func rendered(_ test: TestLibrary) async throws -> Asset {
        let asset = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.blobKeys().count == 3)
        return asset
    }

    @Test("a delete removes the bytes, the renditions, the row and what they counted")
    func delete() async throws {
        let test = try await TestLibrary(rules: [.deletedMeans: "purge"])
        let asset = try await rendered(test)
        try await test.library.deleteAsset(asset.id, by: test.caller(.manager))
        #expect(try await test.row(asset.id) == nil)
        try await test.expectNothing()
        let (action, isTombstone) = try await test.library.database.read { transaction in
            (
                try await transaction.value("SELECT action FROM audit_entry ORDER BY number DESC", as: String.self),
                try await transaction.value("SELECT is_tombstone FROM change_entry ORDER BY number DESC", as: Bool.self)
            )
        }
        #expect(action == "asset.purge")
        #expect(isTombstone == true)
        await #expect(throws: AssetError.notFound) { try await test.library.deleteAsset(asset.id, by: test.caller()) }
    }

    @Test("a delete of a state that has changed is refused")
    func conflict() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        await #expect(throws: AssetError.changedMeanwhile) {
            try await test.library.deleteAsset(asset.id, ifMatch: "\"other\"", by: test.caller())
        }
        try await test.library.deleteAsset(asset.id, ifMatch: asset.entityTag, by: test.caller())
        #expect(try await test.row(asset.id)?.status == .trashed)
        await #expect(throws: AssetError.changedMeanwhile) {
            try await test.library.purgeAsset(asset.id, ifMatch: asset.entityTag, by: test.caller())
        }
    }

    @Test("of several deletes at once one counts")
    func race() async throws {
        let test = try await TestLibrary(rules: [.deletedMeans: "purge"])
        let asset = try await rendered(test)
        let done = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<6 { group.addTask { (try? await test.library.deleteAsset(asset.id, by: test.caller())) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 1)
        try await test.expectNothing()
    }

    @Test("bytes that cannot be removed keep the row, out of every list, with the reason, and their quota")
    func stuck() async throws {
        let test = try await TestLibrary()
        let asset = try await rendered(test)
        test.blobs.fail(.delete, with: .io(Errno(rawValue: 1)))
        await expectBytesNotRemoved { try await test.library.deleteForGood(asset.id, by: test.caller()) }
        let row = try #require(try await test.row(asset.id))
        #expect(row.status == .deleting)
        #expect(row.deletionError?.contains("not permitted") == true)
        #expect(try await test.names() == [])
        await #expect(throws: AssetError.notFound) { try await test.library.asset(asset.id, by: test.caller()) }
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(asset.storage!.key) }
        #expect(try await test.state().usedBytes == asset.byteSize)
        #expect(try await test.jobDepth() == [1, 0])
        try await test.expectSound()
    }

    @Test("the job of a stuck deletion tries again until the bytes are gone")
    func retried() async throws {
        let test = try await TestLibrary()
        let asset = try await rendered(test)
        test.blobs.fail(.delete, with: .unavailable("away"))
        await expectBytesNotRemoved { try await test.library.deleteForGood(asset.id, by: test.caller()) }
        let events = JobEvents()
        let runner = JobRunner(library: test.library, concurrency: 2, report: events.add)
        runner.start()
        try await test.makeJobsDue()
        guard case .failed(let job, let reason) = await events.next() else { throw Mishap() }
        #expect(job.kind == .finishDeletion && job.attempts == 1)
        #expect(reason.contains("bytesNotRemoved"))
        test.blobs.heal()
        try await test.makeJobsDue()
        guard case .done = await events.next() else { throw Mishap() }
        await runner.stop()
        try await test.expectNothing()
    }

    @Test("a deletion that a crash cut off after its first step is finished by the job, and by a sweep")
    func cutOff() async throws {
        for isSwept in [false, true] {
            let test = try await TestLibrary()
            let asset = try await rendered(test)
            test.blobs.before(.delete) { _ throws(BlobError) in
                withUnsafeCurrentTask { $0?.cancel() }  // what follows in this task fails, the error's record included
                throw .io(Errno(rawValue: 5))
            }
            await #expect(throws: (any Error).self) {
                try await Task { try await test.library.deleteForGood(asset.id, by: test.caller()) }.value
            }
            test.blobs.heal()
            #expect(try await test.row(asset.id)?.status == .deleting)
            if isSwept {
                #expect(try await test.library.sweep(graceSeconds: 0).deletionsFinished == 1)
            } else {
                try await test.library.finishDeletion(of: asset.id, in: test.organization.id)
            }
            try await test.expectNothing()
        }
    }

    @Test("finishing a deletion that was finished, or was never begun, changes nothing")
    func finishedTwice() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        try await test.library.finishDeletion(of: asset.id, in: test.organization.id)
        try await test.library.finishDeletion(of: .make(at: test.clock.now), in: test.organization.id)
        #expect(try await test.names() == ["file.txt"])
        try await test.expectSound()
    }
}
