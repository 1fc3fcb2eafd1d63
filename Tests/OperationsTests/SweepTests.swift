import BlobStorage
import Database
import Foundation
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Sweeping")
struct SweepTests {
    /// An upload that died: its intent, reservation and staged bytes are there, nobody works on them.
    private func deadUpload(_ test: TestLibrary, reserving bytes: Int64 = 500) async throws -> PublishIntent {
        let id = test.organization.id
        let intent = PublishIntent(
            id: .make(at: test.clock.now), organizationID: id, key: "organizations/\(id)/media/dead-\(bytes).bin",
            reservedBytes: bytes)
        try await test.library.database.write { transaction in
            try await transaction.organizations.lock(id)
            #expect(try await transaction.organizations.reserve(bytes, limit: .max, in: id))
            try await transaction.intents.insert(intent)
        }
        try await test.blobs.stage(BlobPlan(name: intent.id.description, key: BlobKey(intent.key))).append([1, 2, 3])
        return intent
    }

    private func orphan(_ test: TestLibrary, _ name: String = "orphan.bin") async throws -> BlobKey {
        let key = try BlobKey("organizations/\(test.organization.id)/media/\(name)")
        try await test.blobs.put([1], as: key)
        return key
    }

    @Test("a dead upload goes once its lease has run out: intent, reservation and staged bytes")
    func deadUploads() async throws {
        let test = try await TestLibrary()
        _ = try await deadUpload(test)
        let early = try await test.library.sweep(graceSeconds: 7200)
        #expect(early.intents == 0 && early.stagedFiles == 0)
        #expect(try await test.state().reservedBytes == 500)
        try await test.change("UPDATE publish_intent SET lease_expires_at = 0")
        let late = try await test.library.sweep(graceSeconds: 7200)
        #expect(late.intents == 1 && late.stagedFiles == 0)
        #expect(try await test.state().reservedBytes == 0)
        #expect(try await test.library.sweep(graceSeconds: 0).stagedFiles == 1)
        try await test.expectNothing()
    }

    @Test("the bytes of an upload that is alive stay, however long ago the last of them was written")
    func liveUpload() async throws {
        let test = try await TestLibrary()
        let source = SteppedSource(Array(repeating: Samples.text(200_000), count: 4)) { number in
            guard number == 3 else { return }
            let staged = try #require(try test.stagedFiles().first)
            let old = Date(timeIntervalSinceNow: -10_000)
            try FileManager.default.setAttributes(
                [.modificationDate: old], ofItemAtPath: test.folder + "/blobs/.staging/" + staged)
            let report = try await test.library.sweep(graceSeconds: 7200)
            #expect(report.stagedFiles == 0 && report.intents == 0)
        }
        let asset = try await test.library.uploadAsset(source, UploadDetails(fileName: "a"), by: test.system)
        #expect(asset.byteSize == 800_000)
        try await test.expectSound()
    }

    @Test("quota of dead uploads is given back without a sweep")
    func quota() async throws {
        let test = try await TestLibrary()
        _ = try await deadUpload(test)
        _ = try await deadUpload(test, reserving: 300)
        #expect(try await test.library.releaseAbandonedUploads() == 0)
        try await test.change("UPDATE publish_intent SET lease_expires_at = 0 WHERE reserved_bytes = 300")
        #expect(try await test.library.releaseAbandonedUploads() == 1)
        #expect(try await test.state().reservedBytes == 500)
    }

    @Test("an orphan goes when it is older than the grace time; what a row or intent needs, or is not ours, never does")
    func orphans() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        let key = try await orphan(test)
        _ = try await orphan(test, "0-first.bin")
        let strange = try BlobKey("somebody/elses.bin")
        try await test.blobs.put([1], as: strange)
        #expect(try await test.library.sweep(graceSeconds: 60).blobs == 0)
        #expect(try await test.blobKeys().contains(key.description))
        #expect(try await test.library.sweep(graceSeconds: 0).blobs == 2)
        #expect(try await test.blobKeys().count == 4)
        #expect(try await test.blobKeys().contains(strange.description))
        #expect(try await test.library.deliverFile(asset.storage!.key).byteSize == asset.byteSize)
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("an orphan is set aside before it is removed, so that a wrong one can be brought back")
    func quarantine() async throws {
        let test = try await TestLibrary()
        let key = try await orphan(test)
        test.clock.advance(bySeconds: 100)
        #expect(try await test.library.sweep(graceSeconds: 90).blobs == 1)
        let kept = try await test.quarantinedFiles()
        #expect(kept.count == 1 && kept[0].hasSuffix(key.description))
        _ = try await test.library.sweep(graceSeconds: 0)
        #expect(try await test.quarantinedFiles().isEmpty)
    }

    @Test("deletions that stopped half-way are finished, young ones are left to their job")
    func deletions() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        test.blobs.fail(.delete, with: .unavailable("away"))
        await expectBytesNotRemoved { try await test.library.deleteForGood(asset.id, by: test.system) }
        test.blobs.heal()
        #expect(try await test.library.sweep(graceSeconds: 60).deletionsFinished == 0)
        #expect(try await test.library.sweep(graceSeconds: 0).deletionsFinished == 1)
        try await test.expectNothing()
    }

    @Test("one deletion that cannot be finished does not keep the sweep from the rest")
    func stuckDeletion() async throws {
        let test = try await TestLibrary()
        let stuck = try await test.upload(Samples.text(10))
        let other = try await test.upload(Samples.text(20))
        test.blobs.fail(.delete, with: .io(Errno(rawValue: 1)))
        for asset in [stuck, other] {
            await expectBytesNotRemoved { try await test.library.deleteForGood(asset.id, by: test.system) }
        }
        let key = try await orphan(test)
        test.blobs.fail(.delete, with: .io(Errno(rawValue: 1))) { $0?.description == stuck.storage!.key }
        let report = try await test.library.sweep(graceSeconds: 0)
        #expect(report.deletionsFinished == 1)
        #expect(report.blobs == 1)
        #expect(try await test.row(other.id) == nil)
        #expect(try await test.row(stuck.id)?.deletionError?.contains("not permitted") == true)
        #expect(try await !test.blobKeys().contains(key.description))
        try await test.expectSound()
    }

    @Test("a sweep without grace beside uploads, deletes and thumbnails loses nothing acknowledged and leaves nothing")
    func beside() async throws {
        let test = try await TestLibrary()
        let other = try await TestLibrary(beside: test)
        let kept = try await withThrowingTaskGroup(of: Set<String>.self) { group in
            for number in 0..<4 {
                let side = number % 2 == 0 ? test : other
                group.addTask {
                    var kept: Set<String> = []
                    for round in 0..<8 {
                        do {
                            let asset = try await side.upload(Samples.text(50), as: "\(number)-\(round).txt")
                            if round % 2 == 0 {
                                try await side.library.deleteForGood(asset.id, by: side.system)
                            } else {
                                kept.insert(asset.metadata.displayName)
                            }
                        } catch ServiceError.interrupted {
                            continue  // a sweep without grace ends uploads: they are told so
                        }
                    }
                    return kept
                }
            }
            group.addTask {
                for _ in 0..<10 { _ = try await other.library.sweep(graceSeconds: 0) }
                return []
            }
            return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(Set(try await test.names()) == kept)
        _ = try await test.library.sweep(graceSeconds: 0)
        #expect(try await test.blobKeys().count == kept.count)
        #expect(try test.stagedFiles() == [])
        #expect(try await test.state().usedBytes == Int64(kept.count * 50))
        #expect(try await test.state().reservedBytes == 0)
        try await test.expectSound()
    }
}
