import Library
import LibraryStore
import Operations
import Testing

/// Steps of an asset's life that meet, from two processes: one of them was first, and the bytes agree with the row.
@Suite("Steps of an asset's life at once")
struct AssetLifeRaceTests {
    private func pair(rules: [PolicyKey: String] = [:]) async throws -> (TestLibrary, TestLibrary) {
        let test = try await TestLibrary(rules: rules)
        return (test, try await TestLibrary(beside: test))
    }

    @Test("of a restore and a purge at once one wins, and the bytes are with the row or with nobody", arguments: 1...8)
    func restoreBesidePurge(_ round: Int) async throws {
        let (test, other) = try await pair()
        let asset = try await test.upload(Samples.text(10))
        try await test.library.deleteAsset(asset.id, by: test.system)
        async let restoring = Result.of { try await test.library.restoreAsset(asset.id, by: test.system) }
        async let purging = Result.of { try await other.library.purgeAsset(asset.id, by: other.system) }
        switch (await restoring, await purging) {
        case (.success, .failure(let error)):
            #expect(error as? AssetError == .notInTrash)
            _ = try await test.library.deliverFile(asset.storage!.key)
        case (.failure(let error), .success):
            #expect(error as? AssetError == .alreadyDeleting || error as? AssetError == .notFound)
            try await test.expectNothing()
        case (let restored, let purged): Issue.record("\(restored), \(purged)")
        }
        try await test.expectSound()
    }

    @Test("of deletes at once one counts, whatever deleting means", arguments: Policy.DeletedMeans.allCases)
    func deletes(_ means: Policy.DeletedMeans) async throws {
        let (test, other) = try await pair(rules: [.deletedMeans: means.rawValue])
        let asset = try await test.upload(Samples.text(10))
        let results = await withTaskGroup(of: Result<Policy.DeletedMeans, any Error>.self) { group in
            for side in [test, other, test, other] {
                group.addTask { await .of { try await side.library.deleteAsset(asset.id, by: side.system) } }
            }
            return await group.reduce(into: [Result<Policy.DeletedMeans, any Error>]()) { $0.append($1) }
        }
        let done = results.compactMap { try? $0.get() }
        #expect(Set(done) == (means == .archive ? [.archive, .trash] : [means]))
        #expect(done.count == (means == .archive ? 2 : 1))
        let status = try await test.row(asset.id)?.status
        #expect(status == (means == .purge ? nil : .trashed))
        try await test.expectSound()
    }

    @Test("a restore beside retention keeps the asset whole or comes too late", arguments: 1...6)
    func retentionBesideRestore(_ round: Int) async throws {
        let (test, other) = try await pair()
        var assets: [Asset] = []
        for number in 1...6 { assets.append(try await test.upload(Samples.text(number), as: "\(number).txt")) }
        for asset in assets { try await test.library.deleteAsset(asset.id, by: test.system) }
        test.clock.advance(bySeconds: 30 * 86_400)
        async let retention = test.library.purgeExpiredTrash(by: .job)
        var restored: Set<String> = []
        for asset in assets.reversed() {
            if (try? await other.library.restoreAsset(asset.id, by: other.system)) != nil {
                restored.insert(asset.metadata.displayName)
            }
        }
        #expect(try await retention.purged == assets.count - restored.count)
        #expect(Set(try await test.names()) == restored)
        #expect(try await test.blobKeys().count == restored.count)
        try await test.expectSound()
    }

    @Test("of an archive and an edit of the same state at once, one is told that it changed meanwhile", arguments: 1...6)
    func archiveBesideEdit(_ round: Int) async throws {
        let (test, other) = try await pair()
        let asset = try await test.upload(Samples.text(10))
        var edit = AssetEdit()
        edit.title = .some("New")
        let change = edit
        async let archiving = Result.of {
            try await test.library.archiveAsset(asset.id, ifMatch: asset.entityTag, by: test.system)
        }
        async let editing = Result.of {
            try await other.library.editAsset(asset.id, change, ifMatch: asset.entityTag, by: other.system)
        }
        let row: Asset
        switch (await archiving, await editing) {
        case (.success(let archived), .failure(let error)):
            #expect(error as? AssetError == .changedMeanwhile)
            row = archived
        case (.failure(let error), .success(let edited)):
            #expect(error as? AssetError == .changedMeanwhile)
            row = edited
        case (let archived, let edited):
            Issue.record("\(archived), \(edited)")
            return
        }
        #expect(try await test.row(asset.id)?.entityTag == row.entityTag)
        try await test.expectSound()
    }
}

extension Result where Failure == any Error {
    /// How `body` ended.
    fileprivate static func of(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
