import Database
import Library
import LibraryStore
import Operations
import Platform
import Testing

/// The change feed, read while others write.
@Suite("Change feed")
struct ChangeFeedTests {
    /// What a reader knows: the state of each asset it believes to be in the library, and where it goes on.
    private struct Reader {
        var known: [AssetID: String] = [:]
        var position: Int64 = 0

        /// Reads one page and applies it; whether more was there.
        mutating func read(_ test: TestLibrary, limit: Int) async throws -> Bool {
            let page = try await test.library.changes(after: position, limit: limit, by: test.system)
            #expect(page.changes.count <= limit)
            for change in page.changes {
                #expect(change.sequence > position)
                position = change.sequence
                known[change.assetID] = change.asset?.summary
            }
            #expect(page.next == position)
            return page.hasMore
        }
    }

    @Test(
        "a reader that stops and goes on while four write ends with exactly what is in the library", arguments: 1...3)
    func parallelWriters(_ round: Int) async throws {
        let test = try await TestLibrary()
        let processes = [test, try await TestLibrary(beside: test)]
        let (ids, writing) = (Locked<[AssetID]>([]), Locked(4))
        let seen = try await withThrowingTaskGroup(of: Reader?.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    defer { writing.withLock { $0 -= 1 } }
                    for step in 0..<30 { try await change(processes[writer % 2], ids, "\(round) \(writer) \(step)") }
                    return nil
                }
            }
            group.addTask {
                var reader = Reader()
                while writing.withLock({ $0 }) > 0 { _ = try await reader.read(test, limit: .random(in: 1...5)) }
                while try await reader.read(test, limit: .random(in: 1...5)) {}
                return reader
            }
            var found: Reader?
            for try await reader in group { found = reader ?? found }
            return found
        }
        let known = try #require(seen).known
        #expect(known.count > 3)
        #expect(known == (try await test.present()))
    }

    /// One random change; being refused for what another did first is right.
    private func change(_ test: TestLibrary, _ ids: Locked<[AssetID]>, _ text: String) async throws {
        let id = ids.withLock { $0.suffix(12).randomElement() }
        let (library, system) = (test.library, test.system)
        guard let id, Int.random(in: 0..<4) > 0 else {
            let asset = try await test.upload(Array(text.utf8))
            return ids.withLock { $0.append(asset.id) }
        }
        do {
            switch Int.random(in: 0..<9) {
            case 0...1:
                var edit = AssetEdit()
                edit.title = .some(text)
                _ = try await library.editAsset(id, edit, by: system)
            case 2: _ = try await library.tagAsset(id, adding: ["tag \(text.last ?? "0")"], removing: ["tag 1"], by: system)
            case 3: _ = try await library.archiveAsset(id, by: system)
            case 4...5: _ = try await library.restoreAsset(id, by: system)
            case 6: _ = try await library.deleteAsset(id, by: system)
            case 7: try await library.purgeAsset(id, by: system)
            default: _ = try await test.replace(id, with: Array("new \(text)".utf8))
            }
        } catch is AssetError {
            return
        }
    }

    @Test("an entry tells of its asset as it is now, and one whose asset has gone is a tombstone as its own will be")
    func asItIsNow() async throws {
        let test = try await TestLibrary()
        let (kept, gone) = (try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11)))
        var edit = AssetEdit()
        edit.title = .some("Newest")
        _ = try await test.library.editAsset(kept.id, edit, by: test.system)
        _ = try await test.library.deleteAsset(gone.id, by: test.system)
        let page = try await test.library.changes(after: 0, limit: 100, by: test.system)
        #expect(page.changes.map(\.assetID) == [kept.id, gone.id, kept.id, gone.id])
        #expect(page.changes.map { $0.asset?.metadata.title } == ["Newest", nil, "Newest", nil])
        #expect(page.changes.map { $0.asset != nil } == [true, false, true, false])
        #expect(!page.hasMore)
        let rest = try await test.library.changes(after: page.next, limit: 100, by: test.system)
        #expect(rest.changes.isEmpty && rest.next == page.next && !rest.hasMore)
    }

    @Test("a neighbour's changes are in nobody else's feed")
    func apart() async throws {
        let test = try await TestLibrary()
        _ = try await test.upload(Samples.text(10))
        let page = try await test.library.changes(after: 0, limit: 100, by: test.caller(neighbour: true))
        #expect(page.changes.isEmpty && page.next == 0)
    }
}

extension Asset {
    /// All a reader sees that these tests change.
    fileprivate var summary: String { "\(entityTag) \(status) \(version) \(metadata.title ?? "–") \(tags)" }
}

extension TestLibrary {
    /// What the library shows, archived assets too.
    fileprivate func present() async throws -> [AssetID: String] {
        let organization = organization.id
        let ids: [AssetID] = try await database.read { transaction in
            try await transaction.rows("SELECT id FROM asset WHERE organization_id = \(organization)").map { try $0.get("id") }
        }
        var present: [AssetID: String] = [:]
        for id in ids {
            if let asset = try await row(id), asset.status.isInLibrary { present[id] = asset.summary }
        }
        return present
    }
}
