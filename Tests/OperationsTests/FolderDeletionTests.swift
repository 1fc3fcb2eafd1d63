import BlobStorage
import Library
import LibraryStore
import Operations
import Testing

/// What becomes of what lies in a folder that is deleted (M30).
@Suite("Folders that are deleted")
struct FolderDeletionTests {
    @Test("a folder that is not empty is kept, and the refusal counts what is in it")
    func refusal() async throws {
        let test = try await TestLibrary()
        let folder = try await test.folder("folder")
        _ = try await test.folder("inner", in: folder)
        for name in ["a.txt", "b.txt"] { _ = try await test.asset(name, in: folder) }
        let archived = try await test.asset("c.txt", in: folder)
        _ = try await test.library.archiveAsset(archived.id, by: test.system)
        await #expect(throws: FolderError.notEmpty(folders: 1, assets: 3)) {
            try await test.library.deleteFolder(folder.id, by: test.system)
        }
        #expect(try await test.listed(.any) == ["folder", "inner"])
    }

    @Test("what lies in Trash keeps no folder, and comes back at the root")
    func trash() async throws {
        let test = try await TestLibrary()
        let folder = try await test.folder("folder")
        let asset = try await test.asset(in: folder)
        try await test.library.deleteAsset(asset.id, by: test.system)
        let trashed = try await test.row(asset.id)
        try await test.library.deleteFolder(folder.id, by: test.system)
        #expect(try await test.row(asset.id)?.entityTag == trashed?.entityTag)
        let restored = try await test.library.restoreAsset(asset.id, by: test.system)
        #expect(restored.folderID == nil && restored.status == .active)
        try await test.expectSound()
    }

    @Test(
        "contents that move up are told to readers of the feed and to whoever holds an ETag; what is in Trash follows without a word"
    )
    func moveUp() async throws {
        let test = try await TestLibrary()
        let home = try await test.folder("home")
        let folder = try await test.folder("folder", in: home)
        // A folder's own name is free for one that comes out of it.
        let inner = try await test.folder("Folder", in: folder)
        let deep = try await test.asset("deep.txt", in: inner)
        let (first, second) = (try await test.asset("1.txt", in: folder), try await test.asset("2.txt", in: folder))
        let trashed = try await test.asset("3.txt", in: folder)
        try await test.library.deleteAsset(trashed.id, by: test.system)
        let (row, before) = (try await test.row(trashed.id), try await test.feed())

        try await test.library.deleteFolder(folder.id, contents: .moveUp, by: test.system)

        #expect(try await test.listed(.folder(home.id)) == ["Folder"])
        #expect(try await test.library.folder(inner.id, by: test.system).entityTag != inner.entityTag)
        for asset in [first, second] {
            let moved = try #require(try await test.row(asset.id))
            #expect(moved.folderID == home.id && moved.entityTag != asset.entityTag && moved.updatedAt > asset.updatedAt)
            let entry = try #require(try await test.audit(of: asset.id).first)
            #expect(entry.changes == [AuditChange("folderId", folder.id.description, home.id.description)])
        }
        #expect(try await test.feed() == before + [first.id, second.id])
        #expect(try await test.row(deep.id)?.entityTag == deep.entityTag)
        #expect(try await test.row(trashed.id)?.folderID == home.id)
        #expect(try await test.row(trashed.id)?.entityTag == row?.entityTag)
        #expect(
            try await test.audit(of: inner.id).first?.changes == [
                AuditChange("parentId", folder.id.description, home.id.description)
            ])
        try await test.expectSound()
    }

    @Test("where a folder would move up to a namesake nothing happens at all")
    func clash() async throws {
        let test = try await TestLibrary()
        let folder = try await test.folder("folder")
        _ = try await test.folder("same")
        _ = try await test.folder("free", in: folder)
        _ = try await test.folder("SAME", in: folder)
        let asset = try await test.asset(in: folder)
        await #expect(throws: FolderError.nameTaken("SAME")) {
            try await test.library.deleteFolder(folder.id, contents: .moveUp, by: test.system)
        }
        #expect(try await test.listed(.root) == ["folder", "same"])
        #expect(try await test.row(asset.id)?.folderID == folder.id)
    }

    @Test(
        "deleted with its contents, a folder goes with all below it and the assets as the rules have it",
        arguments: Policy.DeletedMeans.allCases)
    func withContents(_ means: Policy.DeletedMeans) async throws {
        let test = try await TestLibrary(rules: [.deletedMeans: means.rawValue])
        let home = try await test.folder("home")
        let folder = try await test.folder("folder", in: home)
        let inner = try await test.folder("inner", in: try await test.folder("middle", in: folder))
        let (here, deep) = (try await test.asset("1.txt", in: folder), try await test.asset("2.txt", in: inner))
        let archived = try await test.library.archiveAsset(try await test.asset("3.txt", in: inner).id, by: test.system)
        let outside = try await test.asset("4.txt", in: home)

        try await test.library.deleteFolder(folder.id, contents: .delete, by: test.system)

        #expect(try await test.listed(.any) == ["home"])
        for asset in [here, deep] {
            let row = try await test.row(asset.id)
            switch means {
            // Whatever the rules keep in the archive is kept where people find it.
            case .archive: #expect(row?.status == .archived && row?.folderID == home.id)
            case .trash: #expect(row?.status == .trashed && row?.folderID == nil)
            case .purge: #expect(row == nil)
            }
        }
        #expect(try await test.row(archived.id)?.status == (means == .purge ? nil : .trashed))
        #expect(try await test.row(outside.id)?.entityTag == outside.entityTag)
        #expect(try await test.audit(of: inner.id).map(\.action) == ["folder.delete", "folder.create"])
        try await test.expectSound()
    }

    @Test("an asset that cannot be deleted stops the deletion: the folders stay, and what went before is gone")
    func stopped() async throws {
        let test = try await TestLibrary(rules: [.deletedMeans: "purge"])
        let folder = try await test.folder("folder")
        let assets = [try await test.asset("1.txt", in: folder), try await test.asset("2.txt", in: folder)]
        let stuck = try #require(assets[1].storage?.key)
        test.blobs.fail(.delete, with: .unavailable("away")) { $0?.description == stuck }
        await expectBytesNotRemoved { try await test.library.deleteFolder(folder.id, contents: .delete, by: test.system) }
        #expect(try await test.listed(.any) == ["folder"])
        #expect(try await test.row(assets[1].id)?.status == .deleting)
        test.blobs.heal()
        try await test.library.deleteFolder(folder.id, contents: .delete, by: test.system)
        #expect(try await test.listed(.any) == [])
        #expect(try await test.row(assets[0].id) == nil)
    }
}
