import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Testing

/// What becomes of lessons whose files were there before they were assets (M50).
@Suite("Backfill")
struct BackfillTests {
    private func file(_ lessons: String) throws -> LessonFile { try LessonFile(Array(#"{"lessons": [\#(lessons)]}"#.utf8)) }

    private func places(_ test: TestLibrary, of asset: AssetID) async throws -> [String] {
        try await test.library.database.read { transaction in
            try await transaction.rows(
                "SELECT target_id, slot_key FROM asset_usage WHERE asset_id = \(asset) ORDER BY target_id, slot_key"
            ).map { "\(try $0.get("target_id", as: String.self)) \(try $0.get("slot_key", as: String.self))" }
        }
    }

    @Test("a key is one asset wherever it stands: in other lessons, in pages by its address, and after its bytes were replaced")
    func key() async throws {
        let test = try await TestLibrary()
        try await test.blobs.put(Array("a film".utf8), BlobPlan(key: BlobKey("films/a.txt"), mimeType: "text/plain"))
        let page = #"{"x": "https://s3.example.org/bucket/films/a.txt", "y": {"key": "films/a.txt"}, "z": "/files/films/a.txt"}"#
        _ = try await test.library.saveContent(ContentPush(.page, "before", title: "Page", body: page), by: test.system)
        let entry = #"{"type": "upload", "link": "https://old.example/x?X-Amz-Signature=1", "key": "films/a.txt"}"#
        let lessons = try file(
            #"{"id": "1", "videos": [\#(entry), \#(entry)]}, {"id": "2", "documents": [{"key": "films/a.txt"}]}"#)
        let report = try await test.library.backfill(lessons, isDryRun: false, by: test.system)
        #expect(report.created == 1 && report.reused == 2 && report.bytes == 6)
        let asset = try #require(try await test.library.listAssets(AssetQuery(), by: test.system).assets.first)
        let everywhere = ["1 videos[0]", "1 videos[1]", "2 documents[0]", "before x", "before y", "before z"]
        #expect(try await places(test, of: asset.id) == everywhere)

        let new = try await test.library.replaceAsset(
            asset.id, with: BytesSource(Array("another film".utf8)), UploadDetails(fileName: "b.txt", declaredByteSize: 12),
            by: test.system)
        #expect(new.version == 2)
        #expect(try await test.library.deliverFile("films/a.txt").byteSize == 12)
        let again = try await test.library.backfill(lessons, isDryRun: false, by: test.system)
        #expect(again.reused == 3 && again.lessonsUnchanged == 2)
        _ = try await test.library.reconcile(repairing: true)
        #expect(try await places(test, of: asset.id) == everywhere)
        try await test.expectSound()
    }

    @Test("what stops between two lessons is gone on with, and nothing is made twice")
    func resumed() async throws {
        let test = try await TestLibrary()
        let lessons = (0..<150).map { number in
            #"{"id": "\#(number)", "videos": [{"type": "upload", "key": "k/\#(number / 2).mp4"}, {"type": "generic", "link": "https://example.org/\#(number % 7)"}]}"#
        }.joined(separator: ", ")
        let file = try file(lessons)
        await #expect(throws: (any Error).self) {
            try await test.library.backfill(file, isDryRun: false, by: test.system) { _ in
                test.database.failEveryWrite(with: .unavailable)
            }
        }
        test.database.heal()
        let planned = try await test.library.backfill(file, isDryRun: true, by: test.system)
        let report = try await test.library.backfill(file, isDryRun: false, by: test.system)
        #expect(report == planned)
        #expect(report.lessonsCreated < 150 && report.lessonsUnchanged > 0 && report.entries == 300)
        let counted = try await test.library.database.read { try await $0.counters.all(in: test.organization.id) }
        #expect(counted.reduce(0) { $0 + $1.assets } == 75 + 7)
        try await test.expectSound()
    }

    @Test("keys of other organizations, of logos and of thumbnails are nobody's to take")
    func foreignKeys() async throws {
        let test = try await TestLibrary()
        let neighbour = Caller(user: nil, organization: test.neighbour, role: nil, door: .commandLine)
        let theirs = try await test.library.uploadAsset(
            BytesSource(Array("x".utf8)), UploadDetails(fileName: "x.txt", declaredByteSize: 1), by: neighbour)
        let own = StorageKey.organizationPrefix(test.organization.id)
        let keys = [
            try #require(theirs.storage).key, "\(own)logo/0.png", "\(own)media/thumbnails/x.webp", "\(own)uploads/a/0.1",
            "global/x.png",
            "organizations/x",
        ]
        for key in keys {
            let report = try await test.library.backfill(
                try file(#"{"id": "1", "videos": [{"type": "upload", "key": "\#(key)"}]}"#), isDryRun: false, by: test.system)
            #expect(report.created == 0 && report.skipped.map(\.reason) == [.foreignKey], "\(key)")
        }
    }

    @Test("an entry whose asset is in Trash is skipped, and used again when it is restored")
    func trashed() async throws {
        let test = try await TestLibrary()
        let lessons = try file(#"{"id": "1", "videos": [{"type": "upload", "key": "k/1.mp4"}]}"#)
        _ = try await test.library.backfill(lessons, isDryRun: false, by: test.system)
        let asset = try #require(try await test.library.listAssets(AssetQuery(), by: test.system).assets.first)
        _ = try await test.library.deleteAsset(asset.id, isForced: true, by: test.system)
        let report = try await test.library.backfill(lessons, isDryRun: false, by: test.system)
        #expect(report.skipped.map(\.reason) == [.inTrash])
        _ = try await test.library.restoreAsset(asset.id, by: test.system)
        #expect(try await places(test, of: asset.id) == ["1 videos[0]"])
    }
}
