import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Testing

/// Drift between content and what is noted of it, made by hand, is told as it is and put right (M51).
@Suite("Reconcile")
struct ReconcileTests {
    /// Two assets, used by a page in two slots and one, and by a lesson.
    fileprivate struct World {
        let test: TestLibrary
        let first: Asset
        let second: Asset

        static func make() async throws -> World {
            let test = try await TestLibrary()
            let first = try await test.upload(Array("one".utf8), as: "one.txt")
            let second = try await test.upload(Array("two".utf8), as: "two.txt")
            let body = #"{"a": {"assetId": "\#(first.id)"}, "b": {"assetId": "\#(first.id)"}, "c": {"assetId": "\#(second.id)"}}"#
            _ = try await test.library.saveContent(ContentPush(.page, "p", title: "Page", body: body), by: test.system)
            let lesson = #"{"videos": [{"assetId": "\#(second.id)"}]}"#
            _ = try await test.library.saveContent(ContentPush(.lesson, "l", title: "Lesson", body: lesson), by: test.system)
            return World(test: test, first: first, second: second)
        }

        func usages() async throws -> [[String]] {
            try await test.library.database.read { transaction in
                try await transaction.rows(
                    "SELECT asset_id, target_type, target_id, slot_type, slot_key, origin FROM asset_usage ORDER BY 1, 2, 3, 4, 5, 6"
                ).map { row in
                    let asset: AssetID = try row.get("asset_id")
                    let key: String? = try row.get("slot_key")
                    return [
                        "\(asset)", try row.get("target_type"), try row.get("target_id"), try row.get("slot_type"), key ?? "",
                        try row.get("origin"),
                    ]
                }
            }
        }

        /// What is told, repaired and gone, everything else being as it was.
        func expect(_ drifts: [Drift], _ location: SourceLocation = #_sourceLocation) async throws {
            let expected = Set(drifts)
            let told = try await test.library.reconcile(organization: "atelier", repairing: false)
            #expect(Set(told.drifts) == expected && told.drifts.count == drifts.count, sourceLocation: location)
            #expect(told.repaired == 0 && told.items == 2, sourceLocation: location)
            let again = try await test.library.reconcile(repairing: false)
            #expect(again.drifts == told.drifts, "telling changes nothing", sourceLocation: location)
            let repaired = try await test.library.reconcile(repairing: true)
            #expect(repaired.drifts == told.drifts && repaired.remaining == 0, sourceLocation: location)
            let clean = try await test.library.reconcile(repairing: false)
            #expect(clean.drifts == [], sourceLocation: location)
            try await test.expectSound(location)
        }

        func drift(_ kind: Drift.Kind, _ place: String = "", _ asset: Asset? = nil, _ detail: String = "") -> Drift {
            Drift(kind, in: "atelier", at: place, of: asset?.id, detail)
        }
    }

    @Test("where content and usages agree there is nothing to tell, and a repair leaves no trace")
    func agreement() async throws {
        let world = try await World.make()
        let (usages, feed) = (try await world.usages(), try await world.feed())
        try await world.expect([])
        #expect(try await world.usages() == usages)
        #expect(try await world.feed() == feed)
    }

    @Test("a usage that is missing, one too many and one in the wrong slot are each told as what they are, and put right")
    func usages() async throws {
        let world = try await World.make()
        let before = try await world.usages()
        let (first, second, organization) = (world.first.id, world.second.id, world.test.organization.id)
        try await world.test.change("DELETE FROM asset_usage WHERE asset_id = \(first) AND slot_key = 'a'")
        try await world.test.change("UPDATE asset_usage SET slot_key = 'elsewhere' WHERE asset_id = \(first) AND slot_key = 'b'")
        try await world.test.change(
            """
            INSERT INTO asset_usage (id, organization_id, asset_id, target_type, target_id, slot_type, slot_key, origin, created_at)
            VALUES (\(UsageID.make(at: world.test.clock.now)), \(organization), \(first), 'lesson', 'l', 'lesson_video', 'videos[7]',
                'extracted', 1)
            """)
        try await world.test.change("UPDATE asset SET usage_count = 9 WHERE id = \(second)")
        try await world.expect([
            world.drift(.usageMissing, "page p b", world.first),
            world.drift(.usageMisplaced, "page p elsewhere", world.first, "should be in a"),
            world.drift(.usageSuperfluous, "lesson l videos[7]", world.first),
            world.drift(.usageCount, "", world.second, "counts 9 and has 2"),
        ])
        #expect(try await world.usages() == before)
    }

    @Test("references that are missing, too many and misled are told and put right")
    func references() async throws {
        let world = try await World.make()
        let (first, organization) = (world.first.id, world.test.organization.id)
        try await world.test.change("DELETE FROM content_reference WHERE slot_key = 'a'")
        try await world.test.change("UPDATE content_reference SET asset_id = \(first) WHERE slot_key = 'c'")
        try await world.test.change(
            """
            INSERT INTO content_reference (content_id, ordinal, alternative, organization_id, lookup, written, slot_type, slot_key,
                is_certain)
            SELECT id, 99, 0, \(organization), 'path:nowhere.txt', 'nowhere.txt', 'page_media', 'z', 1 FROM content_item
            WHERE external_id = 'p'
            """)
        try await world.expect([
            world.drift(.referenceMissing, "page p a", world.first, "“\(first)”"),
            world.drift(.referenceMisled, "page p c", world.second, "“\(world.second.id)” leads to \(first)"),
            world.drift(.referenceSuperfluous, "page p z", nil, "“nowhere.txt”"),
        ])
    }

    @Test("usages found in an item that is gone are told and removed, those that were declared stay")
    func gone() async throws {
        let world = try await World.make()
        let place = try UsagePlace.checked(
            targetType: "exercise", targetID: "x", slotType: "exercise_attachment", slotKey: nil, position: nil)
        _ = try await world.test.library.attachAsset(world.first.id, at: place, by: world.test.system)
        try await world.test.change(
            "UPDATE asset_usage SET target_id = 'gone' WHERE asset_id = \(world.second.id) AND target_type = 'lesson'")
        try await world.expect([
            world.drift(.usageWithoutItem, "lesson gone videos[0]", world.second),
            world.drift(.usageMissing, "lesson l videos[0]", world.second),
        ])
        #expect(try await world.usages().filter { $0[5] == "declared" }.map { $0[2] } == ["x"])
    }

    @Test("a film that has an asset here and does not name it is told, and the lesson names it afterwards")
    func entries() async throws {
        let world = try await World.make()
        let test = world.test
        let link = ExternalLink(sourceURL: "https://example.org/film.mp4")
        let film = try await test.library.createExternalAsset(link, UploadDetails(fileName: ""), by: test.system).asset
        let body = #"{"n": 1.50, "videos" : [ {"type": "generic", "link": "https://example.org/film.mp4"} , {"type": "upload"}]}"#
        _ = try await test.library.saveContent(ContentPush(.lesson, "l", title: "Lesson", body: body), by: test.system)
        try await world.expect([world.drift(.entryWithoutAsset, "lesson l videos[0]", film)])
        let saved = try await test.library.content(.lesson, "l", by: test.system)
        #expect(saved.revision == 3)
        #expect(
            saved.body
                == #"{"n": 1.50, "videos" : [ {"type": "generic", "link": "https://example.org/film.mp4","assetId":"\#(film.id)"} , {"type": "upload"}]}"#
        )
    }

    @Test("a size nobody knew is asked of the store and counted like an upload's")
    func sizes() async throws {
        let test = try await TestLibrary()
        let file = try LessonFile(
            Array(#"{"lessons": [{"id": 1, "videos": [{"type": "upload", "link": "x", "key": "old/film.txt"}]}]}"#.utf8))
        let report = try await test.library.backfill(file, isDryRun: false, by: test.system)
        #expect(report.created == 1 && report.unknownSizes == 1)
        let missing = try await test.library.reconcile(repairing: true)
        #expect(missing.drifts == [] && missing.unknownSizes == 1)
        try await test.blobs.put(Array("found it".utf8), BlobPlan(key: BlobKey("old/film.txt"), mimeType: "text/plain"))
        let asset = try #require(try await test.library.listAssets(AssetQuery(), by: test.system).assets.first)
        #expect(asset.byteSize == nil && asset.kind == .document)
        let told = try await test.library.reconcile(repairing: false)
        #expect(told.drifts == [Drift(.unknownSize, in: "atelier", of: asset.id, "has 8 bytes")])
        _ = try await test.library.reconcile(repairing: true)
        #expect(try await test.row(asset.id)?.byteSize == 8)
        #expect(try await test.state().usedBytes == 8)
        try await test.expectSound()
    }
}

extension ReconcileTests.World {
    fileprivate func feed() async throws -> Int {
        try await test.library.database.read { transaction in
            try await transaction.row(
                "SELECT (SELECT COUNT(*) FROM change_entry) + (SELECT COUNT(*) FROM audit_entry) AS entries")?
                .get("entries") ?? 0
        }
    }
}
