import Database
import Library
import LibraryStore
import Operations
import Testing

/// Runs on the engine `VITRINE_TEST_ENGINE` names.
@Suite("External assets", .timeLimit(.minutes(1)))
struct ExternalAssetTests {
    private static let film = "https://youtu.be/dQw4w9WgXcQ"

    private func link(
        _ test: TestLibrary, _ address: String = film, thumbnail: String? = nil, onDuplicate: OnDuplicate = .copy
    ) async throws -> UploadOutcome {
        var details = UploadDetails(fileName: "")
        details.onDuplicate = onDuplicate
        details.tags = ["far"]
        return try await test.library.createExternalAsset(
            ExternalLink(sourceURL: address, thumbnailURL: thumbnail), details, by: test.system)
    }

    @Test("a link counts as one from its making to its end, and never a byte")
    func counters() async throws {
        let test = try await TestLibrary()
        _ = try await test.upload([1, 2, 3])
        let asset = try await link(test).asset
        for step in [0, 1, 2, 3] {
            let summary = try await test.library.storageSummary(by: test.system)
            #expect(summary.externalAssetCount == 1 && summary.internalBytes == 3 && summary.bytesByKind[.video] ?? 0 == 0)
            try await test.expectSound()
            switch step {
            case 0: _ = try await test.library.archiveAsset(asset.id, by: test.system)
            case 1: _ = try await test.library.restoreAsset(asset.id, by: test.system)
            case 2: try await test.library.deleteAsset(asset.id, by: test.system)
            default: try await test.library.purgeAsset(asset.id, by: test.system)
            }
        }
        #expect(try await test.library.storageSummary(by: test.system).externalAssetCount == 0)
        #expect(try await test.row(asset.id) == nil)
        try await test.expectSound()
    }

    @Test("of many requests at once that want one link, one makes it")
    func race() async throws {
        let test = try await TestLibrary()
        let outcomes = try await withThrowingTaskGroup(of: UploadOutcome.self) { group in
            for _ in 0..<8 { group.addTask { try await self.link(test, onDuplicate: .reuse) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0.isNew } == 1)
        #expect(Set(outcomes.map(\.asset.id)).count == 1)
    }

    @Test("a file fetched from an address is no link to it")
    func sourceOfAFile() async throws {
        let test = try await TestLibrary()
        var details = UploadDetails(fileName: "a.txt")
        details.sourceURL = Self.film
        let file = try await test.library.uploadAsset(BytesSource([1]), details, by: test.system)
        #expect(file.sourceURL == Self.film && file.publicAddress != Self.film)
        #expect(try await link(test, onDuplicate: .error).isNew)
        await #expect(throws: AssetError.self) { try await link(test, onDuplicate: .error) }
    }

    @Test("verify tells of a link with bytes, one that leads nowhere and a file that is missing wholly")
    func verify() async throws {
        let test = try await TestLibrary()
        let changes: [SQL] = [
            "UPDATE asset SET byte_size = 0", "UPDATE asset SET provider = 'upload'",
            "UPDATE asset SET provider = 'generic', byte_size = NULL, source_url = NULL",
            "UPDATE asset SET source_url = 'https://example.org/', tags = ''",
        ]
        _ = try await link(test)
        for change in changes {
            try await test.change(change)
            #expect(try await !test.library.verify(checksums: false).differences.isEmpty, "\(change)")
        }
    }

    @Test("the picture of a link that may not be fetched is told once, and tried again when its time has come")
    func thumbnail() async throws {
        let test = try await TestLibrary()
        let asset = try await link(test, thumbnail: "http://127.0.0.1:1/poster.png").asset
        #expect(asset.thumbnail.status == .pending)
        try await test.library.renderThumbnail(try await test.claim())
        let failed = try #require(try await test.row(asset.id))
        #expect(failed.thumbnail.status == .failed && failed.thumbnail.error == ImportError.addressRefused.sentence)
        #expect(try await test.jobDepth() == [0, 0])
        try await test.expectSound()
    }

    @Test("what takes a file is refused of a link, and changes nothing")
    func refusals() async throws {
        let test = try await TestLibrary()
        let asset = try await link(test).asset
        await #expect(throws: AssetError.noFile) {
            try await test.library.replaceAsset(
                asset.id, with: BytesSource([1]), UploadDetails(fileName: "a"), by: test.system)
        }
        await #expect(throws: AssetError.noFile) { try await test.library.signAddress(of: asset.id, by: test.system) }
        #expect(try await test.row(asset.id)?.entityTag == asset.entityTag)
        #expect(try await test.intents().isEmpty)
    }
}
