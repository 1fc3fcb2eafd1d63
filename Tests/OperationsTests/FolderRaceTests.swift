import Library
import LibraryStore
import Operations
import Testing

/// Changes of folders that meet, from two processes: one of them was first, and the tree stays a tree.
@Suite("Changes of folders at once")
struct FolderRaceTests {
    private func pair(rules: [PolicyKey: String] = [:]) async throws -> (TestLibrary, TestLibrary) {
        let test = try await TestLibrary(rules: rules)
        return (test, try await TestLibrary(beside: test))
    }

    @Test("of two moves that would make a ring together one is refused", arguments: 1...6)
    func ring(_ round: Int) async throws {
        let (test, other) = try await pair()
        let (first, second) = (try await test.folder("first"), try await test.folder("second"))
        async let into = Result.of { try await test.move(first, to: second) }
        async let back = Result.of { try await other.move(second, to: first) }
        let results = [await into, await back]
        #expect(results.count { $0.isRefused(with: .cycle) } == 1)
        #expect(try await test.listed(.root).count == 1)
    }

    @Test("of two folders of one name made at once there is one", arguments: 1...6)
    func sameName(_ round: Int) async throws {
        let (test, other) = try await pair()
        async let one = Result.of { try await test.folder("name") }
        async let two = Result.of { try await other.folder("NAME") }
        let refused = [await one, await two].filter {
            $0.isRefused(with: .nameTaken("name")) || $0.isRefused(with: .nameTaken("NAME"))
        }
        #expect(refused.count == 1)
        #expect(try await test.listed(.any).count == 1)
    }

    @Test("an asset that arrives in a folder while it is deleted keeps it, or comes too late", arguments: FolderContents.allCases)
    func arrival(_ contents: FolderContents) async throws {
        for _ in 1...4 {
            let (test, other) = try await pair()
            let folder = try await test.folder("folder")
            let asset = try await test.upload(Samples.text(10))
            var edit = AssetEdit()
            edit.folderID = .some(folder.id)
            let move = edit
            async let deleting = Result.of { try await test.library.deleteFolder(folder.id, contents: contents, by: test.system) }
            async let moving = Result.of { try await other.library.editAsset(asset.id, move, by: other.system) }
            let (deleted, moved) = (await deleting, await moving)
            let row = try #require(try await test.row(asset.id))
            if try await test.listed(.any).isEmpty {
                #expect(row.folderID == nil)
                if case .failure(let error) = moved { #expect(error as? FolderError == .notFound(field: "folderId")) }
            } else {
                #expect(row.folderID == folder.id && row.status == .active)
                guard case .failure(let error) = deleted else { Issue.record("deleted, and still there"); return }
                #expect((error as? FolderError)?.code == "folder_not_empty")
            }
            try await test.expectSound()
        }
    }

    @Test(
        "an upload into a folder that is deleted meanwhile ends in it, at the root or with a refusal, but never nowhere",
        arguments: FolderContents.allCases)
    func upload(_ contents: FolderContents) async throws {
        let (test, other) = try await pair()
        let folder = try await test.folder("folder")
        var details = UploadDetails(fileName: "file.txt", declaredByteSize: 10)
        details.folderID = folder.id
        let upload = details
        // Deleted between the file's first byte and its last.
        let source = SteppedSource([Samples.text(5), Samples.text(5)]) { step in
            guard step == 1 else { return }
            try await other.library.deleteFolder(folder.id, contents: contents, by: other.system)
        }
        await #expect(throws: FolderError.notFound(field: "folderId")) {
            _ = try await test.library.uploadAsset(source, upload, by: test.system)
        }
        #expect(try await test.listed(.any) == [])
        try await test.expectNothing()
    }

    @Test("a folder that is moved away while another is deleted with all that is in it takes its assets along")
    func escape() async throws {
        let (test, other) = try await pair(rules: [.deletedMeans: "purge"])
        let doomed = try await test.folder("doomed")
        let saved = try await test.folder("saved", in: doomed)
        let first = try await test.asset("1.txt", in: doomed)
        let kept = [try await test.asset("2.txt", in: saved), try await test.asset("3.txt", in: saved)]
        // All three are found to be deleted; after the first, whichever it is, the folder is elsewhere.
        test.blobs.after(.delete) { _ in
            test.blobs.heal()
            _ = try? await other.move(saved, to: nil)
        }
        try await test.library.deleteFolder(doomed.id, contents: .delete, by: test.system)
        #expect(try await test.row(first.id) == nil)
        var left = 0
        for asset in kept where try await test.row(asset.id) != nil { left += 1 }
        #expect(left >= 1)
        #expect(try await test.listed(.root) == ["saved"])
    }
}

extension Result where Failure == any Error {
    /// How `body` ended.
    fileprivate static func of(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    fileprivate func isRefused(with expected: FolderError) -> Bool {
        if case .failure(let error) = self { error as? FolderError == expected } else { false }
    }
}
