import BlobStorage
import Database
import Foundation
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Verifying")
struct VerifyTests {
    /// A library with a rendered picture and a text.
    private func furnished() async throws -> (TestLibrary, Asset) {
        let test = try await TestLibrary()
        let picture = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        _ = try await test.upload(Samples.text(100))
        return (test, picture)
    }

    private func differences(_ test: TestLibrary, checksums: Bool = true) async throws -> [String] {
        try await test.library.verify(checksums: checksums).differences
    }

    @Test("a sound library has no differences, and everything was looked at")
    func sound() async throws {
        let (test, _) = try await furnished()
        let looked = Locked(0)
        let report = try await test.library.verify(checksums: true) { count in looked.withLock { $0 = max($0, count) } }
        #expect(report.differences == [])
        #expect(report.assets == 2 && report.renditions == 2 && report.blobs == 4)
        #expect(looked.withLock { $0 } == 8)
    }

    @Test("a missing file is named, of an asset and of a rendition")
    func missing() async throws {
        let (test, picture) = try await furnished()
        for key in try await test.blobKeys() where key.contains("\(picture.id)") { try await test.blobs.delete(BlobKey(key)) }
        #expect(
            Set(try await differences(test, checksums: false)) == [
                "asset \(picture.id): its file is missing", "thumbnail of asset \(picture.id): its file is missing",
                "card of asset \(picture.id): its file is missing",
            ])
    }

    @Test("a file of another length is named without reading it, one of other bytes by its checksum")
    func changed() async throws {
        let (test, picture) = try await furnished()
        let path = test.folder + "/blobs/" + picture.storage!.key
        var bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        bytes[20] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        #expect(try await differences(test, checksums: false) == [])
        #expect(try await differences(test) == ["asset \(picture.id): its file's checksum differs from the recorded one"])
        try Data(bytes.dropLast()).write(to: URL(filePath: path))
        #expect(
            try await differences(test, checksums: false)
                == ["asset \(picture.id): its file has \(bytes.count - 1) bytes, recorded are \(bytes.count)"])
    }

    @Test("a file that cannot be read is a difference, and the rest is looked at all the same")
    func unreadable() async throws {
        let (test, picture) = try await furnished()
        test.blobs.fail(.open, with: .io(Errno(rawValue: 5))) { $0?.description == picture.storage!.key }
        let report = try await test.library.verify(checksums: true)
        #expect(report.differences == ["asset \(picture.id): its file cannot be read: the blob store failed: Input/output error"])
        #expect(report.assets == 2 && report.blobs == 4)
    }

    @Test("a blob nobody needs is named, one with an intent is not")
    func unneeded() async throws {
        let (test, _) = try await furnished()
        let folder = "organizations/\(test.organization.id)/media"
        for name in ["orphan.bin", "promised.bin"] { try await test.blobs.put([1], as: BlobKey("\(folder)/\(name)")) }
        let intent = PublishIntent(
            id: .make(at: test.clock.now), organizationID: test.organization.id, key: "\(folder)/promised.bin", reservedBytes: 0)
        try await test.library.database.write { transaction in
            try await transaction.organizations.lock(intent.organizationID)
            try await transaction.intents.insert(intent)
        }
        #expect(
            try await differences(test) == ["blob \(folder)/orphan.bin: no asset, rendition, logo or upload in progress needs it"]
        )
    }

    @Test(
        "counters that drifted are named",
        arguments: [
            ("UPDATE storage_counter SET bytes = bytes + 1", "the storage counters do not equal the sums of the assets"),
            ("UPDATE storage_counter SET assets = assets - 1 WHERE kind = 'image'", "the storage counters do not equal"),
            ("UPDATE organization SET used_bytes = used_bytes + 7", "used bytes are"),
            (
                "UPDATE organization SET reserved_bytes = 7 WHERE slug = 'atelier'",
                "reserved bytes are 7, intents and uploads add up to 0"
            ),
        ])
    func drift(_ change: String, _ expected: String) async throws {
        let (test, _) = try await furnished()
        try await test.change(SQL(change))
        let differences = try await differences(test)
        #expect(!differences.isEmpty)
        #expect(differences.allSatisfy { $0.contains(expected) }, "\(differences)")
    }

    @Test("one organization can be verified alone, and an unknown one is an error")
    func alone() async throws {
        let (test, _) = try await furnished()
        try await test.blobs.put([1], as: BlobKey("organizations/\(test.neighbour.id)/media/orphan.bin"))
        #expect(try await test.library.verify(organization: "atelier", checksums: true).differences == [])
        #expect(try await test.library.verify(organization: "neighbour", checksums: true).differences.count == 1)
        await #expect(throws: OrganizationError.notFound("nobody")) {
            try await test.library.verify(organization: "nobody", checksums: false)
        }
    }

    @Test("uploads and deletes beside it are no differences")
    func beside() async throws {
        let test = try await TestLibrary()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<15 {
                        let asset = try await test.upload(Samples.text(50))
                        try await test.library.deleteAsset(asset.id, by: test.system)
                        try await test.library.purgeAsset(asset.id, by: test.system)
                    }
                }
            }
            group.addTask {
                for _ in 0..<20 { try await test.expectSound() }
            }
            try await group.waitForAll()
        }
        try await test.expectNothing()
    }
}
