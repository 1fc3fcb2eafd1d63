import Database
import Library
import LibraryStore
import Operations
import Testing

/// Assets in use, and what deletes them (M38).
@Suite("Deleting what is in use")
struct DeletionGuardTests {
    /// What a delete does: by the table of policies, unused and in use, unforced and forced.
    static let table: [(Profile, AssetStatus, unused: AssetStatus?, inUse: AssetUses.Remedy?, forced: AssetStatus?)] = [
        (.cms, .active, unused: .trashed, inUse: .force, forced: .trashed),
        (.site, .active, unused: .trashed, inUse: .force, forced: nil),
        (.learning, .active, unused: .archived, inUse: .archive, forced: .trashed),
        (.learning, .archived, unused: .trashed, inUse: .forceByAdmins, forced: .trashed),
    ]

    @Test("what the rules keep is deleted by force alone, and the refusal names the places and the way on", arguments: table)
    func kept(
        _ profile: Profile, _ status: AssetStatus, unused: AssetStatus?, inUse: AssetUses.Remedy?, forced: AssetStatus?
    ) async throws {
        let test = try await TestLibrary(profile: profile)
        let other = try await test.uploadPicture()
        let asset = try await test.used(places: 2, isArchived: status == .archived)
        if status == .archived { _ = try await test.library.archiveAsset(other.id, by: test.caller(.admin)) }

        let uses = try #require(await test.refusal { try await test.library.deleteAsset(asset.id, by: test.caller(.admin)) })
        #expect(uses.count == 2 && uses.remedy == inUse)
        #expect(uses.places.map(\.usage.target.externalID) == ["1", "2"])
        #expect(uses.places.map(\.title) == ["Intro", nil] && uses.places.map(\.url) == ["https://example.com/1", nil])
        #expect(try await test.row(asset.id)?.status == status)

        try await test.library.deleteAsset(other.id, by: test.caller(.admin))
        #expect(try await test.row(other.id)?.status == unused)
        try await test.library.deleteAsset(asset.id, isForced: true, by: test.caller(.admin))
        #expect(try await test.row(asset.id)?.status == forced)
        try await test.expectSound()
    }

    @Test("rules that let it go ask for nothing", arguments: [(Profile.records, AssetStatus?.some(.trashed)), (.docs, nil)])
    func letGo(_ profile: Profile, _ after: AssetStatus?) async throws {
        let test = try await TestLibrary(profile: profile)
        let asset = try await test.used()
        try await test.library.deleteAsset(asset.id, by: test.caller(.admin))
        #expect(try await test.row(asset.id)?.status == after)
        try await test.expectSound()
    }

    @Test("a rule that sends what is in use to Trash does so where the unused go for good")
    func trashRule() async throws {
        let test = try await TestLibrary(rules: [.deletedMeans: "purge", .deleteInUse: "trash"])
        let asset = try await test.used()
        try await test.library.deleteAsset(asset.id, by: test.caller())
        #expect(try await test.row(asset.id)?.status == .trashed)
    }

    @Test("where the rules say to archive, only admins force, whoever may delete")
    func forceIsForAdmins() async throws {
        let test = try await TestLibrary(profile: .learning, rules: [.deleteRole: "member"])
        let asset = try await test.used()
        for role in [Role.member, .manager] {
            await #expect(throws: AccessError.forceForAdmins) {
                try await test.library.deleteAsset(asset.id, isForced: true, by: test.caller(role))
            }
        }
        #expect(try await test.library.archiveAsset(asset.id, by: test.caller(.member)).status == .archived)
        try await test.library.deleteAsset(asset.id, isForced: true, by: test.caller(.admin))
        #expect(try await test.row(asset.id)?.status == .trashed)
    }

    @Test("a refusal lists ten places and counts all")
    func manyPlaces() async throws {
        let test = try await TestLibrary()
        let asset = try await test.used(places: 12)
        let uses = try #require(await test.refusal { try await test.library.deleteAsset(asset.id, by: test.caller()) })
        #expect(uses.count == 12 && uses.places.map(\.usage.target.externalID) == (1...10).map { "\($0)" })
    }

    @Test("an asset is free again when nothing uses it any more")
    func freed() async throws {
        let test = try await TestLibrary()
        let asset = try await test.used()
        try await test.library.detachAsset(asset.id, from: .lesson("1"), by: test.caller())
        try await test.library.deleteAsset(asset.id, by: test.caller())
        #expect(try await test.row(asset.id)?.status == .trashed)
    }

    @Test("what is in use stays where many are deleted, the others go, and each refusal is its own")
    func bulk() async throws {
        let test = try await TestLibrary()
        let (asset, other) = (try await test.used(), try await test.uploadPicture())
        let ids = [asset.id, other.id]
        let outcomes = try await test.library.changeAssets(ids, .delete(isForced: false), by: test.caller())
        #expect((outcomes[0].error as? any Failure)?.code == "asset_in_use" && outcomes[1].error == nil)
        let forced = try await test.library.changeAssets([asset.id], .delete(isForced: true), by: test.caller())
        #expect(forced[0].error == nil)
        #expect(try await test.row(asset.id)?.status == .trashed)
    }

    @Test("a folder with something in use below it is not touched, unless by force")
    func folder() async throws {
        let test = try await TestLibrary()
        let folder = try await test.folder("folder")
        let inner = try await test.folder("inner", in: folder)
        let first = try await test.asset("a.txt", in: folder)
        let used = try await test.asset("b.txt", in: inner)
        _ = try await test.library.attachAsset(used.id, at: .lesson("1"), by: test.system)
        let contents = UsedContents(count: 1, assets: [.init(id: used.id, name: "b.txt", usageCount: 1)])
        await #expect(throws: FolderError.contentsInUse(contents)) {
            try await test.library.deleteFolder(folder.id, contents: .delete, by: test.caller())
        }
        #expect(try await test.row(first.id)?.status == .active)
        try await test.library.deleteFolder(folder.id, contents: .delete, isForced: true, by: test.caller())
        #expect(try await test.row(used.id)?.status == .trashed)
        #expect(try await test.listed(.any) == [])
        try await test.expectSound()
    }

    @Test("a folder of archived and active files in use is for admins to force where the rules say to archive")
    func folderOfAdmins() async throws {
        let test = try await TestLibrary(profile: .learning, rules: [.deleteRole: "member"])
        let folder = try await test.folder("folder")
        let (first, used) = (try await test.asset("a.txt", in: folder), try await test.asset("b.txt", in: folder))
        _ = try await test.library.attachAsset(used.id, at: .lesson("1"), by: test.system)
        await #expect(throws: AccessError.forceForAdmins) {
            try await test.library.deleteFolder(folder.id, contents: .delete, isForced: true, by: test.caller(.member))
        }
        #expect(try await test.row(first.id)?.status == .active)
        try await test.library.deleteFolder(folder.id, contents: .delete, isForced: true, by: test.caller(.admin))
        #expect(try await test.row(used.id)?.status == .trashed)
    }

    @Test("of a use that begins and a delete at once, one comes first: what is in use is never gone")
    func race() async throws {
        let test = try await TestLibrary()
        for _ in 0..<20 {
            let asset = try await test.upload(Samples.text(10))
            async let attached = (try? test.library.attachAsset(asset.id, at: .lesson("1"), by: test.system)) != nil
            async let deleted = (try? test.library.deleteAsset(asset.id, by: test.caller())) != nil
            let outcome = (await attached, await deleted)
            #expect(outcome.0 != outcome.1)
            let row = try #require(try await test.row(asset.id))
            #expect(row.status == (outcome.1 ? .trashed : .active) && row.usageCount == (outcome.0 ? 1 : 0))
        }
    }
}

extension TestLibrary {
    /// A picture that lessons `1`, `2`, … have; of them the library knows the first.
    func used(places: Int = 1, isArchived: Bool = false) async throws -> Asset {
        let asset = try await uploadPicture()
        _ = try await library.saveContent(
            ContentPush(.lesson, "1", title: "Intro", url: "https://example.com/1", body: "{}"), by: system)
        for number in 1...places {
            _ = try await library.attachAsset(asset.id, at: .lesson("\(number)"), by: system)
            clock.advance(bySeconds: 1)
        }
        if isArchived { _ = try await library.archiveAsset(asset.id, by: system) }
        return asset
    }

    /// The places that kept what `work` was to delete; nil where it was not kept.
    func refusal(_ work: () async throws -> Void) async -> AssetUses? {
        do { try await work() } catch AssetError.inUse(let uses) { return uses } catch {}
        return nil
    }
}

extension UsagePlace {
    /// A slot of a lesson that is not in its payload.
    static func lesson(_ id: String, slot: String = "lesson_cover", key: String? = nil, position: Int? = nil) -> UsagePlace {
        UsagePlace(
            target: UsageTarget(type: .lesson, externalID: id), slot: ContentSlot(type: slot, key: key, position: position))
    }
}
