import BlobStorage
import Platform
import Testing

/// What every store promises, one test a promise, run for each provider.
@Suite("Blob store contract")
struct BlobStoreContract {
    private let key: BlobKey

    init() throws { key = try BlobKey("organizations/o1/media/a1.jpg") }

    @Test("what is published is read back whole", arguments: Provider.available)
    func roundTrip(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let bytes = (0..<200_003).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await fixture.store.put(bytes, as: key)
        #expect(try await fixture.store.contents(of: key) == bytes)
    }

    @Test("an empty blob is a blob", arguments: Provider.available)
    func emptyBlob(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        try await fixture.store.put([], as: key)
        #expect(try await fixture.store.open(key).byteSize == 0)
    }

    @Test("many writes make one blob, and its size is counted", arguments: Provider.available)
    func manyWrites(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let staged = try await fixture.store.stage(named: nil, as: key)
        for part in 0..<40 { try await staged.append([UInt8](repeating: UInt8(part), count: 1000)) }
        #expect(staged.byteSize == 40_000)
        try await staged.finish()
        try await fixture.store.publish(staged)
        let blob = try await fixture.store.open(key)
        #expect(blob.byteSize == 40_000)
        #expect(
            try await fixture.store.contents(of: key)
                == (0..<40).flatMap { [UInt8](repeating: $0, count: 1000) })
    }

    @Test("a blob says when it was written", arguments: Provider.available)
    func modificationTime(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let before = wallClockMicroseconds() / 1_000_000
        try await fixture.store.put([1], as: key)
        let modifiedAt = try await fixture.store.open(key).modifiedAt
        // A file system's clock may lag the wall clock by a tick.
        #expect((before - 1...wallClockMicroseconds() / 1_000_000).contains(modifiedAt))
    }

    @Test(
        "what is staged is not readable and not listed until it is published",
        arguments: Provider.available)
    func stagedIsInvisible(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let staged = try await fixture.store.stage(named: nil, as: key)
        try await staged.append([1, 2, 3])
        try await staged.finish()
        await #expect(throws: BlobError.notFound) { try await fixture.store.open(key) }
        #expect(try await fixture.store.list(prefix: "", after: nil, limit: 10) == [])
        try await fixture.store.publish(staged)
        #expect(try await fixture.store.list(prefix: "", after: nil, limit: 10).map(\.key) == [key])
    }

    @Test("staged bytes can be inspected before they are published", arguments: Provider.available)
    func inspection(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let staged = try await fixture.store.stage(named: nil, as: key)
        try await staged.append(Array("GIF89a".utf8))
        #expect(try await staged.descriptor().contents() == Array("GIF89a".utf8))
    }

    @Test("publishing never replaces, and the refused blob can be published once its key is free", arguments: Provider.available)
    func neverReplaces(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        try await fixture.store.put([1], as: key)
        let second = try await fixture.store.finishedBlob([2], as: key)
        await #expect(throws: BlobError.alreadyExists) { try await fixture.store.publish(second) }
        #expect(try await fixture.store.contents(of: key) == [1])
        try await fixture.store.delete(key)
        try await fixture.store.publish(second)
        #expect(try await fixture.store.contents(of: key) == [2])
    }

    @Test("a range of a blob is read without the rest", arguments: Provider.available)
    func ranges(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try await fixture.store.put(bytes, as: key)
        let blob = try await fixture.store.open(key)
        for range in [0..<1, 99_999..<100_000, 10..<70_000, 500..<500] as [Range<Int64>] {
            let part = try await blob.stream(range).contents()
            #expect(part == Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
        }
    }

    @Test("a blob can be had as a file, whole and with a position of its own", arguments: Provider.available)
    func asFile(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        try await fixture.store.put(bytes, as: key)
        let file = try await fixture.store.open(key).file()
        try await fixture.store.delete(key)
        #expect(try file.contents() == bytes)
    }

    @Test("of many publishing one key at once exactly one wins", arguments: Provider.available)
    func oneWinner(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let results = await withTaskGroup(of: (Int, BlobError?).self) { group in
            for value in 0..<16 {
                group.addTask { [key] in
                    do throws(BlobError) {
                        try await fixture.store.put([UInt8(value)], as: key)
                        return (value, nil)
                    } catch {
                        return (value, error)
                    }
                }
            }
            return await group.reduce(into: [(Int, BlobError?)]()) { $0.append($1) }
        }
        let winners = results.filter { $0.1 == nil }.map(\.0)
        #expect(winners.count == 1)
        #expect(results.allSatisfy { $0.1 == nil || $0.1 == .alreadyExists })
        #expect(try await fixture.store.contents(of: key) == winners.map { UInt8($0) })
    }

    @Test("only a finished blob can be published, and only once", arguments: Provider.available)
    func finishedOnce(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let staged = try await fixture.store.stage(named: nil, as: key)
        try await staged.append([1])
        await #expect(throws: BlobError.notStaged) { try await fixture.store.publish(staged) }
        try await staged.finish()
        await #expect(throws: BlobError.notStaged) { try await staged.append([2]) }
        try await fixture.store.publish(staged)
        try await fixture.store.delete(key)
        await #expect(throws: BlobError.notStaged) { try await fixture.store.publish(staged) }
    }

    @Test(
        "a discarded blob is gone; discarding again, or after publishing, does nothing",
        arguments: Provider.available)
    func discarding(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let dropped = try await fixture.store.finishedBlob([1], as: key)
        await dropped.discard()
        await dropped.discard()
        await #expect(throws: BlobError.notStaged) { try await fixture.store.publish(dropped) }
        let kept = try await fixture.store.finishedBlob([2], as: key)
        try await fixture.store.publish(kept)
        await kept.discard()
        #expect(try await fixture.store.contents(of: key) == [2])
        #expect(try await fixture.store.removeAbandonedStaging(olderThan: 0, keeping: LiveStaging()) == 0)
    }

    @Test("a staging name is kept, and must be one safe segment", arguments: Provider.available)
    func stagingNames(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        #expect(try await fixture.store.stage(named: "intent-1", as: key).name == "intent-1")
        for name in ["", "..", "a/b", ".hidden"] {
            await #expect(throws: BlobError.invalidKey(name)) {
                _ = try await fixture.store.stage(named: name, as: key)
            }
        }
    }

    @Test("a deleted blob is gone, an absent one counts as deleted", arguments: Provider.available)
    func deletion(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        try await fixture.store.put([1], as: key)
        try await fixture.store.delete(key)
        await #expect(throws: BlobError.notFound) { try await fixture.store.open(key) }
        try await fixture.store.delete(key)
        try await fixture.store.delete(BlobKey("never/was/here.jpg"))
        try await fixture.store.put([2], as: key)
        #expect(try await fixture.store.contents(of: key) == [2])
    }

    @Test("a blob deleted under its reader is read whole or ends in an error, never short", arguments: Provider.available)
    func readingThroughDeletion(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let bytes = [UInt8](repeating: 7, count: 300_000)
        try await fixture.store.put(bytes, as: key)
        let blob = try await fixture.store.open(key)
        try await fixture.store.delete(key)
        let read = try? await blob.stream(0..<blob.byteSize).contents()
        #expect(read == nil || read == bytes)
    }

    @Test("a folder of blobs is no blob", arguments: Provider.available)
    func folderIsNoBlob(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        try await fixture.store.put([1], as: key)
        await #expect(throws: BlobError.notFound) {
            try await fixture.store.open(BlobKey("organizations/o1/media"))
        }
        try await fixture.store.delete(BlobKey("organizations/o1/media"))
        #expect(try await fixture.store.contents(of: key) == [1])
    }

    @Test(
        "a quarantined blob is out of sight until purged, and its key is free again",
        arguments: Provider.available)
    func quarantine(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        for _ in 0..<3 {
            try await fixture.store.put([1], as: key)
            try await fixture.store.quarantine(key)
        }
        try await fixture.store.quarantine(key)
        await #expect(throws: BlobError.notFound) { try await fixture.store.open(key) }
        #expect(try await fixture.store.list(prefix: "", after: nil, limit: 10) == [])
        #expect(try await fixture.store.purgeQuarantine(olderThan: 3600) == 0)
    }

    @Test("purging the quarantine leaves published blobs alone", arguments: Provider.available)
    func purging(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let kept = try BlobKey("organizations/o1/media/kept.jpg")
        try await fixture.store.put([1], as: kept)
        try await fixture.store.put([2], as: key)
        try await fixture.store.quarantine(key)
        #expect(try await fixture.store.purgeQuarantine(olderThan: 0) == 1)
        #expect(try await fixture.store.purgeQuarantine(olderThan: 0) == 0)
        #expect(try await fixture.store.contents(of: kept) == [1])
    }

    @Test("abandoned staging is removed, live and young staging is kept", arguments: Provider.available)
    func abandonedStaging(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        // Large enough that a store which sends parts ahead has some to remove.
        let bytes = [UInt8](repeating: 5, count: 12 << 20)
        let deadKey = try BlobKey("organizations/o1/media/dead.jpg")
        let live = try await fixture.store.finishedBlob(bytes, named: "live", as: key)
        let dead = try await fixture.store.finishedBlob(bytes, named: "dead", as: deadKey)
        let kept = LiveStaging(names: ["live"], keys: [key])
        #expect(try await fixture.store.removeAbandonedStaging(olderThan: 3600, keeping: LiveStaging()) == 0)
        let removed = try await fixture.store.removeAbandonedStaging(olderThan: 0, keeping: kept)
        #expect(removed == (provider.outlivesItsProcess ? 1 : 0))
        try await fixture.store.publish(live)
        #expect(try await fixture.store.open(key).byteSize == 12 << 20)
        if removed == 0 { await dead.discard() }
        await #expect(throws: BlobError.notStaged) { try await fixture.store.publish(dead) }
        await #expect(throws: BlobError.notFound) { try await fixture.store.open(deadKey) }
    }

    @Test("a usable store is ready", arguments: Provider.available)
    func readiness(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        try await fixture.store.check()
        #expect(try await fixture.store.list(prefix: "", after: nil, limit: 10) == [])
        #expect(fixture.store.provider == provider.rawValue)
    }
}
