import Database
import Library
import LibraryStore
import Operations
import Testing

/// Companies and people, and the media they have (M40).
@Suite("Companies and people")
struct CompanyTests {
    private func add(_ ids: [AssetID], to record: Record, _ test: TestLibrary) async throws -> Record {
        try await test.library.editRecord(record.item.id, .company, RecordEdit(media: .add(ids)), by: test.system)
    }

    @Test("media added at once are in the order given, the last the newest, even where the clock stands still")
    func order() async throws {
        let test = try await TestLibrary()
        var ids: [AssetID] = []
        for _ in 0..<6 { ids.append(try await test.upload(Samples.text(10)).id) }
        let company = try await test.library.createRecord(.company, named: "Acme", media: Array(ids[0..<3]), by: test.system)
        #expect(company.media.map(\.id) == ids[0..<3].reversed() && company.primaryMedia?.id == ids[2])
        let more = try await add(Array(ids[3...].reversed()), to: company, test)
        #expect(more.media.map(\.id) == [ids[3], ids[4], ids[5], ids[2], ids[1], ids[0]])
        #expect(more.item.revision == 2 && more.item.updatedAt == company.item.updatedAt)
        try await test.expectSound()
    }

    @Test("what changes nothing leaves no trace")
    func unchanged() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let company = try await test.library.createRecord(.company, named: "Acme", media: [asset.id, asset.id], by: test.system)
        let (feed, log) = (try await test.feed(), try await test.audit(of: asset.id).count)
        for edit in [
            RecordEdit(), RecordEdit(name: " Acme "), RecordEdit(media: .add([asset.id])),
            RecordEdit(media: .replace([asset.id])),
            RecordEdit(media: .remove([.make(at: test.clock.now)])),
        ] {
            let same = try await test.library.editRecord(company.item.id, .company, edit, by: test.system)
            #expect(same.item.revision == 1 && same.item.updatedAt == company.item.updatedAt)
        }
        #expect(try await test.feed() == feed)
        #expect(try await test.audit(of: asset.id).count == log)
    }

    @Test("a change that is refused in part is refused whole")
    func refusedWhole() async throws {
        let test = try await TestLibrary()
        let (asset, trashed) = (try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11)))
        try await test.library.deleteAsset(trashed.id, by: test.system)
        let company = try await test.library.createRecord(.company, named: "Acme", by: test.system)
        for missing in [trashed.id, .make(at: test.clock.now)] {
            let edit = RecordEdit(name: "New", media: .add([asset.id, missing]))
            await #expect(throws: AssetError.notFound) {
                _ = try await test.library.editRecord(company.item.id, .company, edit, by: test.system)
            }
            await #expect(throws: AssetError.notFound) {
                _ = try await test.library.createRecord(.person, named: "New", media: [asset.id, missing], by: test.system)
            }
        }
        let found = try await test.library.record(company.item.id, .company, by: test.system)
        #expect(found.item.title == "Acme" && found.media.isEmpty)
        #expect(try await test.library.listRecords(.person, RecordQuery(), by: test.system).total == 0)
        try await test.expectSound()
    }

    @Test("a company is no person, and neither is another organization's")
    func kinds() async throws {
        let test = try await TestLibrary()
        let company = try await test.library.createRecord(.company, named: "Acme", by: test.system)
        await #expect(throws: RecordError.notFound(.person)) {
            _ = try await test.library.record(company.item.id, .person, by: test.system)
        }
        for id in [company.item.id, .make(at: test.clock.now)] {
            await #expect(throws: RecordError.notFound(.company)) {
                _ = try await test.library.record(id, .company, by: test.caller(.owner, neighbour: true))
            }
            await #expect(throws: RecordError.notFound(.company)) {
                try await test.library.deleteRecord(id, .company, by: test.caller(.owner, neighbour: true))
            }
        }
    }

    @Test(
        "a name is refused that is blank, too long, or has marks that hide text",
        arguments: ["", " ", "a\nb", "\u{202e}x", String(repeating: "n", count: 256)])
    func refusedNames(_ name: String) async throws {
        let test = try await TestLibrary()
        await #expect {
            _ = try await test.library.createRecord(.company, named: name, by: test.system)
        } throws: {
            ($0 as? RecordError)?.fields.map(\.field) == ["name"]
        }
    }

    @Test("members look, managers write")
    func capabilities() async throws {
        let test = try await TestLibrary()
        let manager = try await test.member(.manager)
        let company = try await test.library.createRecord(.company, named: "Acme", by: manager)
        let member = try await test.member(.member)
        #expect(try await test.library.record(company.item.id, .company, by: member).item.title == "Acme")
        #expect(try await test.library.listRecords(.company, RecordQuery(), by: member).records.count == 1)
        await #expect(throws: AccessError.self) { _ = try await test.library.createRecord(.company, named: "x", by: member) }
        await #expect(throws: AccessError.self) {
            _ = try await test.library.editRecord(company.item.id, .company, RecordEdit(name: "x"), by: member)
        }
        await #expect(throws: AccessError.self) { try await test.library.deleteRecord(company.item.id, .company, by: member) }
    }

    @Test("of the same media added by two at once there is one, counted once", arguments: 1...4)
    func addedTwice(_ round: Int) async throws {
        let test = try await TestLibrary()
        let other = try await TestLibrary(beside: test)
        let asset = try await test.upload(Samples.text(10))
        let company = try await test.library.createRecord(.company, named: "Acme", by: test.system)
        async let first = add([asset.id], to: company, test)
        async let second = add([asset.id], to: company, other)
        #expect(try await [first.media.count, second.media.count] == [1, 1])
        #expect(try await test.row(asset.id)?.usageCount == 1)
        try await test.expectSound()
    }

    @Test("media added to a company that is deleted meanwhile are in it no more", arguments: 1...4)
    func deletedMeanwhile(_ round: Int) async throws {
        let test = try await TestLibrary()
        let other = try await TestLibrary(beside: test)
        let asset = try await test.upload(Samples.text(10))
        let company = try await test.library.createRecord(.company, named: "Acme", by: test.system)
        async let added = Result.of { try await add([asset.id], to: company, test) }
        async let deleted: Void = other.library.deleteRecord(company.item.id, .company, by: other.system)
        let result = await added
        try await deleted
        if case .failure(let error) = result { #expect(error as? RecordError == .notFound(.company)) }
        #expect(try await test.row(asset.id)?.usageCount == 0)
        try await test.expectSound()
    }

    @Test("a purged media leaves its companies, and a deleted organization leaves media that count no uses")
    func purged() async throws {
        let test = try await TestLibrary()
        let (asset, kept) = (try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11)))
        let company = try await test.library.createRecord(.company, named: "Acme", media: [asset.id, kept.id], by: test.system)
        try await test.library.deleteAsset(asset.id, isForced: true, by: test.system)
        try await test.library.purgeAsset(asset.id, by: test.system)
        #expect(try await test.library.record(company.item.id, .company, by: test.system).media.map(\.id) == [kept.id])
        try await test.expectSound()
        try await test.deleteOrganization()
        let counts = try await test.library.database.read { transaction in
            try await transaction.rows("SELECT usage_count FROM asset").map { try $0.get("usage_count", as: Int.self) }
        }
        #expect(counts == [0])
    }

    @Test("verify names an asset whose count is not that of its uses")
    func verified() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        _ = try await test.library.createRecord(.company, named: "Acme", media: [asset.id], by: test.system)
        try await test.change("UPDATE asset SET usage_count = 3")
        let report = try await test.library.verify(checksums: false)
        #expect(report.differences == ["asset \(asset.id): it counts 3 uses, and there are 1"])
    }
}

extension Result where Failure == any Error {
    /// How `body` ended.
    fileprivate static func of(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
