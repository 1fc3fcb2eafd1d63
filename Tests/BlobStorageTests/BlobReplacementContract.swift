import BlobStorage
import Testing

/// What every store promises of the one way to replace a blob: a copy of another over it.
@Suite("Blob store contract: replacing")
struct BlobReplacementContract {
    private let stable: BlobKey
    private let second: BlobKey

    init() throws {
        stable = try BlobKey("organizations/o1/media/a1.jpg")
        second = try BlobKey("organizations/o1/media/a1.v2.png")
    }

    @Test("a copy takes the place of what was there, and both are blobs of their own", arguments: Provider.available)
    func overBlob(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let bytes = (0..<300_007).map { UInt8(truncatingIfNeeded: $0 &* 11) }
        try await fixture.store.put([1, 2, 3], as: stable)
        try await fixture.store.put(bytes, as: second)
        try await fixture.store.replace(BlobPlan(key: stable), withCopyOf: second)
        #expect(try await fixture.store.contents(of: stable) == bytes)
        #expect(try await fixture.store.contents(of: second) == bytes)
        #expect(try await fixture.store.list(prefix: "", after: nil, limit: 10).map(\.key) == [stable, second])
        try await fixture.store.delete(second)
        #expect(try await fixture.store.contents(of: stable) == bytes)
        #expect(try await fixture.store.removeAbandonedStaging(olderThan: 0, keeping: LiveStaging()) == 0)
    }

    @Test("a copy is made where there was nothing, and made again it is the same", arguments: Provider.available)
    func overNothing(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        try await fixture.store.put([4, 5], as: second)
        let elsewhere = BlobPlan(key: try BlobKey("organizations/o2/deep/er/b.png"))
        for _ in 0..<2 { try await fixture.store.replace(elsewhere, withCopyOf: second) }
        #expect(try await fixture.store.contents(of: elsewhere.key) == [4, 5])
    }

    @Test("without a source nothing is replaced", arguments: Provider.available)
    func missingSource(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        try await fixture.store.put([1], as: stable)
        await #expect(throws: BlobError.notFound) {
            try await fixture.store.replace(BlobPlan(key: stable), withCopyOf: second)
        }
        #expect(try await fixture.store.contents(of: stable) == [1])
        #expect(try await fixture.store.removeAbandonedStaging(olderThan: 0, keeping: LiveStaging()) == 0)
    }

    @Test("who reads the old blob gets all of it or an error, and never a mixture", arguments: Provider.available)
    func underReader(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let old = [UInt8](repeating: 1, count: 300_000)
        try await fixture.store.put(old, as: stable)
        try await fixture.store.put([UInt8](repeating: 2, count: 300_000), as: second)
        let blob = try await fixture.store.open(stable)
        try await fixture.store.replace(BlobPlan(key: stable), withCopyOf: second)
        let read = try? await blob.stream(0..<blob.byteSize).contents()
        #expect(read == nil || read == old)
    }

    @Test("copies that replace one another at once leave one of them, whole", arguments: Provider.available)
    func atOnce(provider: Provider) async throws {
        let fixture = try await provider.makeStore()
        let sources = try (2..<8).map { try BlobKey("organizations/o1/media/a1.v\($0).bin") }
        for (number, source) in sources.enumerated() {
            try await fixture.store.put([UInt8](repeating: UInt8(number), count: 100_000), as: source)
        }
        try await fixture.store.put([9], as: stable)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for source in sources {
                group.addTask { [stable] in try await fixture.store.replace(BlobPlan(key: stable), withCopyOf: source) }
            }
            try await group.waitForAll()
        }
        let contents = try await fixture.store.contents(of: stable)
        #expect(contents.count == 100_000 && Set(contents).count == 1 && contents[0] < 6)
    }
}
