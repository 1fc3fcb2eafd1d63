import BlobStorage
import Library
import Operations
import Platform
import Testing

/// What an upload says about its file, and what becomes of it when that cannot be (M30–M32).
@Suite("Uploading with a record")
struct UploadRecordTests {
    private func details(_ name: String = "a.txt", _ change: (inout UploadDetails) -> Void = { _ in }) -> UploadDetails {
        var details = UploadDetails(fileName: name)
        change(&details)
        return details
    }

    @Test("folder, path, tags, media type and visibility are taken, whether they come before the file or after")
    func record() async throws {
        let test = try await TestLibrary()
        let folder = try await test.library.createFolder("Summer", in: nil, by: test.caller())
        let fill: @Sendable (inout UploadDetails) -> Void = {
            $0.folderID = folder.id
            $0.tags = ["Sea", "sea", " red  sky"]
            $0.mediaType = .banner
            $0.visibility = .private
            $0.label = " front "
        }
        for isLate in [false, true] {
            let name = isLate ? "2026/Notes-2.txt" : "2026/Notes.txt"
            let named: @Sendable (inout UploadDetails) -> Void = {
                fill(&$0)
                $0.logicalPath = name
            }
            let source = SteppedSource([[65]], completing: isLate ? named : nil)
            let asset = try await test.library.uploadAsset(
                source, isLate ? details() : details("a.txt", named), by: test.system)
            #expect(asset.logicalPath == name)
            #expect(asset.folderID == folder.id && asset.tags == ["red sky", "sea"])
            #expect(asset.mediaType == .banner && asset.visibility == .private && asset.metadata.label == "front")
            #expect(String(reflecting: try await test.row(asset.id)) == String(reflecting: Optional(asset)))
        }
        let tags = try await test.library.listTags(by: test.caller())
        #expect(tags.map { "\($0.name) \($0.assets)" } == ["red sky 2", "sea 2"])
        try await test.expectSound()
    }

    @Test("a given path that is taken is refused under every profile, and the upload leaves nothing", arguments: Profile.allCases)
    func givenPath(_ profile: Profile) async throws {
        let test = try await TestLibrary(profile: profile, rules: [.acceptedTypes: "all"])
        let held = try await test.library.uploadAsset(
            BytesSource([65]),
            details {
                $0.logicalPath = "x/A.txt"; $0.mediaType = .logo
            }, by: test.system)
        let before = try await test.state()
        for late in [false, true] {
            let fill: @Sendable (inout UploadDetails) -> Void = {
                $0.logicalPath = "X/a.TXT"; $0.mediaType = .logo
            }
            let source = SteppedSource([[66]], completing: late ? fill : nil)
            await #expect(throws: AssetError.logicalPathTaken("X/a.TXT")) {
                try await test.library.uploadAsset(source, late ? details("b.txt") : details("b.txt", fill), by: test.system)
            }
        }
        try await expectOnly(held, test, before)
    }

    @Test("a path or a folder that goes while the bytes are published is refused, and the upload leaves nothing")
    func lateRefusal() async throws {
        let test = try await TestLibrary()
        let folder = try await test.library.createFolder("Summer", in: nil, by: test.caller())
        let held = try await test.upload([65], as: "b.txt")
        var change = AssetEdit()
        change.logicalPath = .some("x.txt")
        let taking = change
        let before = try await test.state()
        try await interrupted(test, details { $0.logicalPath = "x.txt" }, AssetError.logicalPathTaken("x.txt")) {
            _ = try await test.library.editAsset(held.id, taking, by: test.system)
        }
        try await interrupted(test, details { $0.folderID = folder.id }, FolderError.notFound(field: "folderId")) {
            try await test.library.deleteFolder(folder.id, by: test.system)
        }
        try await expectOnly(held, test, before)
    }

    private func interrupted<Failure: Error & Equatable>(
        _ test: TestLibrary, _ details: UploadDetails, _ failure: Failure, by change: @escaping @Sendable () async throws -> Void
    ) async throws {
        test.blobs.after(.publish) { _ throws(BlobError) in
            do { try await change() } catch { Issue.record(error) }
        }
        await #expect(throws: failure) { try await test.library.uploadAsset(BytesSource([67]), details, by: test.system) }
        test.blobs.heal()
    }

    private func expectOnly(_ asset: Asset, _ test: TestLibrary, _ before: Organization) async throws {
        let after = try await test.state()
        #expect(after.usedBytes == before.usedBytes && after.reservedBytes == 0)
        #expect(try await test.blobKeys() == [asset.storage!.key])
        #expect(try await test.intents().isEmpty && test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test("uploads of one name at once all succeed, with a path each")
    func sameName() async throws {
        let test = try await TestLibrary()
        let processes = [test, try await TestLibrary(beside: test)]
        let paths = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<16 {
                group.addTask {
                    try await processes[number % 2].library.uploadAsset(
                        BytesSource(Samples.text(10 + number)), details("Photo.txt"), by: test.system
                    ).logicalPath
                }
            }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(paths == Set(["Photo.txt"] + (2...16).map { "Photo-\($0).txt" }))
        #expect(try await test.intents().isEmpty && test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test("where a hundred hold a name and its numbers, the next gets a mark of its own, and where rules refuse it is refused")
    func manyOfOneName() async throws {
        let test = try await TestLibrary()
        for number in 1...100 {
            let path = number == 1 ? "a.txt" : "A-\(number).TXT"
            _ = try await test.library.uploadAsset(BytesSource([65]), details("x") { $0.logicalPath = path }, by: test.system)
        }
        let asset = try await test.library.uploadAsset(BytesSource([65]), details(), by: test.system)
        let path = try #require(asset.logicalPath)
        #expect(path.wholeMatch(of: /a-[0-9a-f]{8}\.txt/) != nil, "\(path)")
        _ = try await test.library.changeOrganization("atelier", settings: [("blankPathTaken", "refuse")])
        let caller = try await test.library.commandLineCaller(in: "atelier")
        await #expect(throws: AssetError.logicalPathTaken("a.txt")) {
            try await test.library.uploadAsset(BytesSource([65]), details(), by: caller)
        }
    }

    @Test("an unknown folder is refused before a byte is read, and every wrong text with it is named")
    func refusedEarly() async throws {
        let test = try await TestLibrary()
        let source = SteppedSource([[65]]) { _ in Issue.record("the file was read") }
        let foreign = try await test.library.createFolder("Theirs", in: nil, by: test.caller(neighbour: true))
        await #expect(throws: FolderError.notFound(field: "folderId")) {
            try await test.library.uploadAsset(source, details { $0.folderID = foreign.id }, by: test.system)
        }
        await #expect {
            try await test.library.uploadAsset(
                source,
                details {
                    $0.logicalPath = "../a"; $0.tags = ["a,b"]; $0.title = "\u{0}"
                }, by: test.system)
        } throws: {
            ($0 as? AssetError)?.fields.map(\.field) == ["title", "logicalPath", "tag"]
        }
        try await test.expectNothing()
    }
}
