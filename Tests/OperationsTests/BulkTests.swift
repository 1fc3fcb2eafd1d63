import Library
import LibraryStore
import Operations
import Testing

/// One change of many assets (M57).
@Suite("Many assets at once")
struct BulkTests {
    private func codes(_ outcomes: [BulkOutcome]) -> [String?] { outcomes.map { ($0.error as? any Failure)?.code } }

    @Test("every asset is answered for in the order it was asked, and one that refuses stops no other")
    func outcomes() async throws {
        let test = try await TestLibrary()
        let (first, second) = (try await test.upload(Samples.text(1)), try await test.upload(Samples.text(2)))
        let neighbour = Caller(user: nil, organization: test.neighbour, role: nil, door: .commandLine)
        let foreign = try await test.library.uploadAsset(
            BytesSource([1]), UploadDetails(fileName: "theirs.bin", declaredByteSize: 1), by: neighbour)
        let missing = AssetID.make(at: test.clock.now)
        let ids = [second.id, foreign.id, missing, first.id]
        let archived = try await test.library.changeAssets(ids, .archive, by: test.system)
        #expect(archived.map(\.id) == ids)
        #expect(codes(archived) == [nil, "asset_not_found", "asset_not_found", nil])
        #expect(
            codes(try await test.library.changeAssets(ids, .purge, by: test.system))
                == ["not_in_trash", "asset_not_found", "asset_not_found", "not_in_trash"])
        #expect(try await test.row(first.id)?.status == .archived)
    }

    @Test("each change does what the operation on one does")
    func changes() async throws {
        let test = try await TestLibrary()
        let folder = try await test.folder("folder")
        let id = try await test.upload(Samples.text(1)).id
        func after(_ change: BulkChange) async throws -> Asset? {
            #expect(codes(try await test.library.changeAssets([id], change, by: test.system)) == [nil])
            return try await test.row(id)
        }
        #expect(try await after(.tag(["Red", "Blue"]))?.tags == ["blue", "red"])
        #expect(try await after(.untag(["RED"]))?.tags == ["blue"])
        #expect(try await after(.move(folder.id))?.folderID == folder.id)
        #expect(try await after(.move(nil))?.folderID == nil)
        #expect(try await after(.archive)?.status == .archived)
        #expect(try await after(.restore)?.status == .active)
        #expect(try await after(.delete(isForced: false))?.status == .trashed)
        #expect(try await after(.purge) == nil)
        try await test.expectSound()
    }

    @Test("what cannot be done to any asset is refused before anything happens")
    func refusedAsAWhole() async throws {
        let test = try await TestLibrary(rules: [.editRole: "manager", .deleteRole: "admin", .purgeRole: "owner"])
        let asset = try await test.upload(Samples.text(1))
        let foreign = try await test.library.createFolder("theirs", in: nil, by: test.caller(neighbour: true))
        await #expect(throws: FolderError.notFound(field: "folderId")) {
            try await test.library.changeAssets([asset.id], .move(foreign.id), by: test.system)
        }
        await #expect { try await test.library.changeAssets([asset.id], .tag(["fine", "a,b"]), by: test.system) } throws: {
            ($0 as? AssetError)?.fields.map(\.field) == ["tags"]
        }
        let wanted: [(BulkChange, Role, Role)] = [
            (.tag(["a"]), .member, .manager), (.untag(["a"]), .member, .manager), (.move(nil), .member, .manager),
            (.archive, .member, .manager), (.restore, .member, .manager), (.delete(isForced: true), .manager, .admin),
            (.purge, .admin, .owner),
        ]
        for (change, tooLow, least) in wanted {
            await #expect(throws: AccessError.self, "\(change)") {
                try await test.library.changeAssets([asset.id], change, by: test.caller(tooLow))
            }
            #expect(try await test.row(asset.id)?.entityTag == asset.entityTag)
            _ = try await test.library.changeAssets([], change, by: test.caller(least))
        }
    }
}
