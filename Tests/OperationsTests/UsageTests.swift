import Database
import Library
import LibraryStore
import Operations
import Testing

/// Assets that are attached and detached, and the list of where they are used (M35, M37).
@Suite("Declared usages")
struct UsageTests {
    @Test("a place is told by its whole tuple, nulls being equal")
    func tuple() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let places: [UsagePlace] = [
            .lesson("1"), .lesson("2"), .lesson("1", slot: "lesson_extra"), .lesson("1", key: "a"), .lesson("1", position: 0),
            .lesson("1", key: "a", position: 0),
        ]
        for (number, place) in places.enumerated() {
            let (usage, isNew) = try await test.library.attachAsset(asset.id, at: place, by: test.system)
            #expect(isNew && usage.usage.place == place && usage.usage.origin == .declared)
            let again = try await test.library.attachAsset(asset.id, at: place, by: test.system)
            #expect(!again.isNew && again.usage == usage)
            #expect(try await test.row(asset.id)?.usageCount == number + 1)
        }
        for (number, place) in places.enumerated() {
            for _ in 0..<2 { try await test.library.detachAsset(asset.id, from: place, by: test.caller()) }
            #expect(try await test.row(asset.id)?.usageCount == places.count - number - 1)
        }
        try await test.expectSound()
    }

    @Test("each change is told to readers of the feed and the log, once")
    func told() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let feed = try await test.feed().count
        for _ in 0..<2 { _ = try await test.library.attachAsset(asset.id, at: .lesson("1"), by: test.system) }
        for _ in 0..<2 { try await test.library.detachAsset(asset.id, from: .lesson("1"), by: test.caller()) }
        #expect(try await test.feed().count == feed + 2)
        let entries = try await test.audit(of: asset.id).prefix(2)
        #expect(entries.map(\.action) == ["asset.detach", "asset.attach"])
        #expect(entries.map(\.changes) == [[AuditChange("lesson", "1", nil)], [AuditChange("lesson", nil, "1")]])
    }

    @Test("only what lists show is attached, only the organization's own is detached, and only by who may edit")
    func whose() async throws {
        let test = try await TestLibrary()
        let (asset, trashed) = (try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11)))
        _ = try await test.library.attachAsset(trashed.id, at: .lesson("1"), by: test.system)
        try await test.library.deleteAsset(trashed.id, isForced: true, by: test.caller())
        for (id, caller) in [
            (trashed.id, test.caller()), (.make(at: test.clock.now), test.caller()), (asset.id, test.caller(neighbour: true)),
        ] {
            await #expect(throws: AssetError.notFound) {
                _ = try await test.library.attachAsset(id, at: .lesson("2"), by: caller)
            }
            await #expect(throws: AssetError.notFound) { _ = try await test.library.listUsages(of: id, by: caller) }
        }
        await #expect(throws: AssetError.notFound) {
            try await test.library.detachAsset(asset.id, from: .lesson("1"), by: test.caller(neighbour: true))
        }
        await #expect(throws: AccessError.self) {
            _ = try await test.library.attachAsset(asset.id, at: .lesson("1"), by: test.caller(.member))
        }
        // From Trash too: then it comes back unused.
        let feed = try await test.feed()
        try await test.library.detachAsset(trashed.id, from: .lesson("1"), by: test.caller())
        #expect(try await test.library.restoreAsset(trashed.id, by: test.caller()).usageCount == 0)
        #expect(try await test.feed().count == feed.count + 1)
        try await test.expectSound()
    }

    @Test("the list goes on where a page ended, oldest first, with titles where the item is known")
    func list() async throws {
        let test = try await TestLibrary()
        let asset = try await test.used(places: 5)
        var (found, position): ([PlacedUsage], UsagePosition?) = ([], nil)
        repeat {
            let page = try await test.library.listUsages(of: asset.id, after: position, limit: 2, by: test.caller(.member))
            #expect(page.total == 5)
            found += page.usages
            position = page.next
        } while position != nil
        #expect(found.map(\.usage.target.externalID) == ["1", "2", "3", "4", "5"])
        #expect(found.map(\.title) == ["Intro", nil, nil, nil, nil] && found[0].item != nil)
    }

    @Test("a usage is ended by its id, and one that is found in content is not")
    func byID() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let other = try await test.upload(Samples.text(11))
        let (usage, _) = try await test.library.attachAsset(asset.id, at: .lesson("1"), by: test.system)
        _ = try await test.library.saveContent(
            ContentPush(.page, "1", title: "Page", body: #"{"image": {"assetId": "\#(asset.id)"}}"#), by: test.system)
        let extracted = try #require(
            try await test.library.listUsages(of: asset.id, by: test.caller()).usages.first { $0.usage.origin == .extracted })
        await #expect(throws: UsageError.extracted) {
            try await test.library.detachUsage(extracted.usage.id, of: asset.id, by: test.caller())
        }
        await #expect(throws: UsageError.notFound) {
            try await test.library.detachUsage(usage.usage.id, of: other.id, by: test.caller())
        }
        try await test.library.detachUsage(usage.usage.id, of: asset.id, by: test.caller())
        await #expect(throws: UsageError.notFound) {
            try await test.library.detachUsage(usage.usage.id, of: asset.id, by: test.caller())
        }
        // By its tuple neither: what is declared and what is found are two usages.
        try await test.library.detachAsset(asset.id, from: extracted.usage.place, by: test.caller())
        #expect(try await test.row(asset.id)?.usageCount == 1)
        try await test.expectSound()
    }

    @Test("the media of a company keep to its rules when they are attached from elsewhere")
    func records() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let company = try await test.library.createRecord(.company, named: "Acme", by: test.system)
        func place(_ id: String, key: String? = nil, slot: String = "company_media") -> UsagePlace {
            UsagePlace(target: UsageTarget(type: .company, externalID: id), slot: ContentSlot(type: slot, key: key))
        }
        await #expect(throws: RecordError.notFound(.company)) {
            _ = try await test.library.attachAsset(asset.id, at: place("none"), by: test.system)
        }
        await #expect(throws: UsageError.ordered(.company)) {
            _ = try await test.library.attachAsset(asset.id, at: place(company.item.externalID, key: "a"), by: test.system)
        }
        #expect(try await test.row(asset.id)?.usageCount == 0)
        let here = place(company.item.externalID)
        #expect(try await test.library.attachAsset(asset.id, at: here, by: test.system).isNew)
        let changed = try await test.library.record(company.item.id, .company, by: test.system)
        #expect(changed.media.map(\.id) == [asset.id] && changed.item.entityTag != company.item.entityTag)
        try await test.library.detachAsset(asset.id, from: here, by: test.caller())
        #expect(try await test.library.record(company.item.id, .company, by: test.system).media.isEmpty)
        // Another slot of a company is no media of its.
        _ = try await test.library.attachAsset(
            asset.id, at: place(company.item.externalID, slot: "company_brochure"), by: test.system)
        #expect(try await test.library.record(company.item.id, .company, by: test.system).media.isEmpty)
        try await test.expectSound()
    }

    @Test("what is wrong with a place is told all together")
    func problems() {
        func fields(_ work: () throws(UsageError) -> UsagePlace) -> [String] {
            do throws(UsageError) {
                _ = try work()
                return []
            } catch {
                return error.fields.map { "\($0.field) \($0.code)" }
            }
        }
        let wrong = fields { () throws(UsageError) in
            try UsagePlace.checked(
                targetType: "Les son", targetID: " ", slotType: "", slotKey: "a\u{0}b", position: -1)
        }
        #expect(
            wrong == [
                "targetType invalid", "slotType blank", "targetId blank", "slotKey control_character", "position out_of_range",
            ])
        let right = fields { () throws(UsageError) in
            try UsagePlace.checked(targetType: "blog_post", targetID: "7", slotType: "hero", slotKey: "", position: 0)
        }
        #expect(right == [])
    }

    @Test("broken references say whether their asset is in Trash, and are mended by restoring it")
    func broken() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10), as: "here.txt")
        let missing = AssetID.make(at: test.clock.now)
        let body = #"{"a": {"assetId": "\#(asset.id)"}, "b": {"assetId": "\#(missing)"}, "c": "![x](here.txt) ![y](gone.txt)"}"#
        _ = try await test.library.saveContent(ContentPush(.page, "1", title: "Page", body: body), by: test.system)
        func found(limit: Int = 50) async throws -> [String] {
            var (lines, position): ([String], BrokenReferencePosition?) = ([], nil)
            repeat {
                let page = try await test.library.listBrokenReferences(after: position, limit: limit, by: test.caller(.member))
                lines += page.references.map { "\($0.slot.key ?? "-") \($0.reason.rawValue)" }
                position = page.next
            } while position != nil
            return lines
        }
        let before = try await found()
        #expect(before.contains("b missing") && !before.contains { $0.contains("trashed") })
        try await test.library.deleteAsset(asset.id, isForced: true, by: test.caller())
        let after = try await found()
        #expect(after.contains("a trashed") && after.contains("b missing"))
        #expect(try await found(limit: 1) == after)
        _ = try await test.library.restoreAsset(asset.id, by: test.caller())
        #expect(try await found() == before)
        #expect(try await test.library.listBrokenReferences(by: test.caller(neighbour: true)).references.isEmpty)
    }
}
