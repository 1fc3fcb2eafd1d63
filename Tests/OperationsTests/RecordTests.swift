import Database
import Library
import Operations
import Testing

/// Where an asset is and what it is called inside the library (M30, M32), and what it is for (M8).
@Suite("Editing folder, path and media type")
struct RecordTests {
    private func edit(_ change: (inout AssetEdit) -> Void) -> AssetEdit {
        var edit = AssetEdit()
        change(&edit)
        return edit
    }

    private func path(_ path: String?) -> AssetEdit { edit { $0.logicalPath = .some(path) } }

    @Test("an asset moves into a folder and out again, and its bytes stay where they are")
    func folder() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let folder = try await test.library.createFolder("Summer", in: nil, by: test.caller())
        let moved = try await test.library.editAsset(asset.id, edit { $0.folderID = .some(folder.id) }, by: test.caller())
        #expect(moved.folderID == folder.id && moved.storage == asset.storage)
        #expect(try await test.row(asset.id)?.folderID == folder.id)
        let out = try await test.library.editAsset(asset.id, edit { $0.folderID = .some(nil) }, by: test.caller())
        #expect(out.folderID == nil)
    }

    @Test("another organization's folder answers as one that is not there, and nothing changes")
    func foreignFolder() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let foreign = try await test.library.createFolder("Theirs", in: nil, by: test.caller(neighbour: true))
        for id in [foreign.id, FolderID.make(at: test.clock.now)] {
            var change = edit { $0.folderID = .some(id) }
            change.title = .some("not kept")
            await #expect {
                try await test.library.editAsset(asset.id, change, by: test.caller())
            } throws: {
                ($0 as? FolderError)?.fields.map(\.field) == ["folderId"] && ($0 as? FolderError)?.code == "folder_not_found"
            }
        }
        #expect(try await test.row(asset.id)?.metadata.title == nil)
    }

    @Test("a path belongs to one asset however it is written, in Trash too, and is free when that is gone")
    func paths() async throws {
        let test = try await TestLibrary()
        let caller = test.caller()
        let (first, second) = (try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11)))
        let named = try await test.library.editAsset(first.id, path("2026/Cafe\u{301}.txt"), by: caller)
        #expect(named.logicalPath == "2026/Caf\u{e9}.txt" && named.storage == first.storage)
        for twin in ["2026/CAF\u{c9}.TXT", "2026/cafe\u{301}.txt"] {
            await #expect(throws: AssetError.logicalPathTaken(twin.normalizedNFC)) {
                try await test.library.editAsset(second.id, path(twin), by: caller)
            }
        }
        #expect(try await test.library.editAsset(first.id, path("2026/CAFÉ.txt"), by: caller).logicalPath == "2026/CAFÉ.txt")
        try await test.library.deleteAsset(first.id, by: caller)
        await #expect(throws: AssetError.logicalPathTaken("2026/café.txt")) {
            try await test.library.editAsset(second.id, path("2026/café.txt"), by: caller)
        }
        try await test.library.purgeAsset(first.id, by: caller)
        #expect(try await test.library.editAsset(second.id, path("2026/café.txt"), by: caller).logicalPath == "2026/café.txt")
        try await test.expectSound()
    }

    @Test("a blank path is the original name, with a number while another asset holds that, and its own again")
    func blankPath() async throws {
        let test = try await TestLibrary()
        let caller = test.caller()
        let (first, second) = (try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11)))
        #expect(first.logicalPath == "file.txt" && second.logicalPath == "file-2.txt")
        #expect(try await test.library.editAsset(second.id, path(nil), by: caller).entityTag == second.entityTag)
        _ = try await test.library.editAsset(first.id, path("other.txt"), by: caller)
        #expect(try await test.library.editAsset(second.id, path(" "), by: caller).logicalPath == "file.txt")
        #expect(try await test.library.editAsset(first.id, path(""), by: caller).logicalPath == "file-2.txt")
    }

    @Test("where the rules refuse a taken name, a blank path is refused as a given one is")
    func refusedBlank() async throws {
        let test = try await TestLibrary(rules: [.blankPathTaken: "refuse"])
        let first = try await test.upload(Samples.text(10))
        _ = try await test.library.editAsset(first.id, path("other.txt"), by: test.caller())
        let second = try await test.upload(Samples.text(11))
        #expect(second.logicalPath == "file.txt")
        await #expect(throws: AssetError.logicalPathTaken("file.txt")) {
            try await test.library.editAsset(first.id, path(nil), by: test.caller())
        }
    }

    @Test("of edits at once to one path, one is kept")
    func race() async throws {
        let test = try await TestLibrary()
        let processes = [test, try await TestLibrary(beside: test)]
        var assets: [Asset] = []
        for number in 0..<8 { assets.append(try await test.upload(Samples.text(10 + number))) }
        let kept = await withTaskGroup(of: Bool.self) { group in
            for (number, asset) in assets.enumerated() {
                group.addTask {
                    do {
                        _ = try await processes[number % 2].library.editAsset(asset.id, path("one.txt"), by: test.system)
                        return true
                    } catch {
                        #expect(error as? AssetError == .logicalPathTaken("one.txt"))
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(kept == 1)
    }

    @Test("where every asset says what it is for, that can be changed and not taken away")
    func mediaType() async throws {
        let test = try await TestLibrary(rules: [.requiresMediaType: "true"])
        var details = UploadDetails(fileName: "a.txt")
        await #expect(throws: AssetError.invalidFields([AssetEdit.mediaTypeRequired])) {
            try await test.library.uploadAsset(BytesSource([65]), details, by: test.caller())
        }
        try await test.expectNothing()
        details.mediaType = .logo
        let asset = try await test.library.uploadAsset(BytesSource([65]), details, by: test.system)
        #expect(asset.mediaType == .logo)
        await #expect(throws: AssetError.invalidFields([AssetEdit.mediaTypeRequired])) {
            try await test.library.editAsset(asset.id, edit { $0.mediaType = .some(nil) }, by: test.caller())
        }
        let changed = try await test.library.editAsset(asset.id, edit { $0.mediaType = .some(.banner) }, by: test.caller())
        #expect(changed.mediaType == .banner)
        try await test.change("UPDATE asset SET media_type = NULL")
        let titled = try await test.library.editAsset(
            asset.id,
            edit {
                $0.title = .some("older than the rule"); $0.mediaType = .some(nil)
            }, by: test.caller())
        #expect(titled.mediaType == nil)
    }
}
