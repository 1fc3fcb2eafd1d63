import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Old trash")
struct TrashTests {
    private static let month: Int64 = 30 * 86_400

    @Test("what has been in Trash for as long as the rules say goes, byte and row; what is younger, or elsewhere, stays")
    func expires() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(10), as: "old.txt")
        let young = try await test.upload(Samples.text(20), as: "young.txt")
        let archived = try await test.upload(Samples.text(30), as: "archived.txt")
        _ = try await test.library.archiveAsset(archived.id, by: test.system)
        try await test.library.deleteAsset(old.id, by: test.system)
        test.clock.advance(bySeconds: Self.month - 60)
        try await test.library.deleteAsset(young.id, by: test.system)
        #expect(try await test.library.purgeExpiredTrash(by: .job).purged == 0)
        test.clock.advance(bySeconds: 60)
        #expect(try await test.library.purgeExpiredTrash(by: .job).purged == 1)
        #expect(try await test.row(old.id) == nil)
        #expect(try await test.row(young.id)?.status == .trashed)
        #expect(try await test.blobKeys().count == 2)
        let door = try await test.library.database.read {
            try await $0.value("SELECT door FROM audit_entry WHERE action = 'asset.purge'", as: String.self)
        }
        #expect(door == "job")
        try await test.expectSound()
    }

    @Test("an operator may ask for another age, of one organization")
    func olderThan() async throws {
        let test = try await TestLibrary(rules: [.trashDays: "never"])
        let asset = try await test.upload(Samples.text(10))
        try await test.library.deleteAsset(asset.id, by: test.system)
        test.clock.advance(bySeconds: 100)
        #expect(try await test.library.purgeExpiredTrash(by: .job).kept == ["atelier"])
        #expect(try await test.library.purgeExpiredTrash(of: "neighbour", olderThanSeconds: 0, by: .commandLine).purged == 0)
        #expect(try await test.library.purgeExpiredTrash(of: "atelier", olderThanSeconds: 200, by: .commandLine).purged == 0)
        #expect(try await test.library.purgeExpiredTrash(of: "atelier", olderThanSeconds: 100, by: .commandLine).purged == 1)
        await #expect(throws: OrganizationError.notFound("nobody")) {
            try await test.library.purgeExpiredTrash(of: "nobody", by: .commandLine)
        }
        try await test.expectNothing()
    }

    @Test("bytes that cannot be removed are counted, keep their row with the reason, and keep nothing else from going")
    func stuck() async throws {
        let test = try await TestLibrary()
        var assets: [Asset] = []
        for number in 1...3 {
            assets.append(try await test.upload(Samples.text(number)))
            try await test.library.deleteAsset(assets.last!.id, by: test.system)
        }
        let key = assets[1].storage!.key
        test.clock.advance(bySeconds: Self.month)
        test.blobs.fail(.delete, with: .io(Errno(rawValue: 1))) { $0?.description == key }
        let report = try await test.library.purgeExpiredTrash(by: .job)
        #expect(report.purged == 2 && report.failed == 1)
        #expect(try await test.row(assets[1].id)?.deletionError != nil)
        try await test.expectSound()
    }

    @Test("what was in Trash when its organization was deleted goes after thirty days; the rest of what it left stays")
    func detached() async throws {
        let test = try await TestLibrary(profile: .records, rules: [.acceptedTypes: "all"])
        let trashed = try await test.upload(Samples.text(10), as: "trashed.txt")
        let kept = try await test.upload(Samples.text(20), as: "kept.txt")
        try await test.library.deleteAsset(trashed.id, by: test.system)
        try await test.deleteOrganization()
        test.clock.advance(bySeconds: Self.month - 60)
        #expect(try await test.library.purgeExpiredTrash().purged == 0)
        test.clock.advance(bySeconds: 60)
        #expect(try await test.library.purgeExpiredTrash().purged == 1)
        #expect(try await test.detached().map(\.asset.id) == [kept.id])
        try await test.expectDetached(blobs: 1)
    }

    @Test("a restore just before the purge of what retention found wins, and so do rules that changed")
    func reconsidered() async throws {
        let test = try await TestLibrary()
        let first = try await test.upload(Samples.text(10), as: "first.txt")
        let second = try await test.upload(Samples.text(20), as: "second.txt")
        let third = try await test.upload(Samples.text(30), as: "third.txt")
        for asset in [first, second, third] { try await test.library.deleteAsset(asset.id, by: test.system) }
        test.clock.advance(bySeconds: Self.month)
        defer { test.blobs.heal() }
        test.blobs.before(.delete) { key in
            guard key?.description == first.storage!.key else { return }
            do {
                _ = try await test.library.restoreAsset(second.id, by: test.system)
                _ = try await test.library.changeOrganization("atelier", settings: [("trashDays", "60")])
            } catch { Issue.record(error) }
        }
        #expect(try await test.library.purgeExpiredTrash(by: .job).purged == 1)
        #expect(try await test.row(second.id)?.status == .active)
        #expect(try await test.row(third.id)?.status == .trashed)
        try await test.expectSound()
    }
}
