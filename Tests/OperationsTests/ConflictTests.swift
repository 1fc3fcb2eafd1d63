import Database
import Library
import LibraryStore
import Operations
import Testing

/// Operations that meet on the same rows: each ends as if it had been alone, and the counters stay the sums.
@Suite("Operations at once")
struct ConflictTests {
    /// How many deadlocks the server has seen; none ever, on SQLite.
    private func deadlocks(_ test: TestLibrary) async throws -> Int {
        guard test.database.dialect == .postgres else { return 0 }
        return try await test.database.read { transaction in
            try await transaction.value("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") ?? 0
        }
    }

    @Test(
        "of uploads, edits, deletes, lists and sweeps at once by two processes none is lost and none waits for another for ever")
    func mixed() async throws {
        let test = try await TestLibrary(storageLimit: 12_000)
        let processes = [test, try await TestLibrary(beside: test)]
        var first: [AssetID] = []
        for _ in 0..<6 { first.append(try await test.upload(Samples.text(1000)).id) }
        let ids = first
        let before = try await deadlocks(test)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<12 {
                let process = processes[worker % 2]
                group.addTask { for step in 0..<12 { try await change(process, ids, worker * 12 + step) } }
            }
            try await group.waitForAll()
        }
        #expect(try await deadlocks(test) == before)
        let state = try await test.state()
        #expect(state.reservedBytes == 0 && state.usedBytes <= 12_000)
        _ = try await test.library.sweep(graceSeconds: 0)
        try await test.expectSound()
    }

    /// One random operation; being refused for what another did first is right.
    private func change(_ test: TestLibrary, _ ids: [AssetID], _ number: Int) async throws {
        let id = ids[Int.random(in: 0..<ids.count)]
        do {
            switch Int.random(in: 0..<8) {
            case 0...2: _ = try await test.upload(Samples.text(.random(in: 1...1500)), as: "\(number).txt")
            case 3...4:
                var edit = AssetEdit()
                edit.title = .some("\(number)")
                _ = try await test.library.editAsset(id, edit, by: test.system)
            case 5: try await test.library.deleteForGood(id, by: test.system)
            case 6: _ = try await test.library.listAssets(AssetQuery(search: "file"), by: test.system)
            default: _ = try await test.library.sweep(graceSeconds: 3600)
            }
        } catch AssetError.quotaExceeded, AssetError.notFound, AssetError.notInTrash {
            return
        }
    }

    @Test("a thumbnail that ends while its asset is deleted leaves nothing behind", arguments: 1...6)
    func thumbnailBesideDelete(_ round: Int) async throws {
        let test = try await TestLibrary()
        let other = try await TestLibrary(beside: test)
        let asset = try await test.uploadPicture()
        let job = try await test.claim()
        async let rendering: Void = test.library.renderThumbnail(job)
        async let deleting: Void = other.library.deleteForGood(asset.id, by: other.system)
        try await deleting
        try? await rendering  // an attempt that lost its job says so
        _ = try await test.library.sweep(graceSeconds: 0)
        try await test.expectNothing()
    }

    @Test("of edits at once without a condition none is lost")
    func edits() async throws {
        let test = try await TestLibrary()
        let processes = [test, try await TestLibrary(beside: test)]
        let asset = try await test.upload(Samples.text(10))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    var edit = AssetEdit()
                    switch number % 3 {
                    case 0: edit.title = .some("title")
                    case 1: edit.altText = .some("alt")
                    default: edit.label = .some("label")
                    }
                    _ = try await processes[number % 2].library.editAsset(asset.id, edit, by: test.system)
                }
            }
            try await group.waitForAll()
        }
        let metadata = try #require(try await test.row(asset.id)).metadata
        #expect(metadata.title == "title" && metadata.altText == "alt" && metadata.label == "label")
    }
}
