import BlobStorage
import Testing

/// What every store promises of listings.
@Suite("Blob listing contract")
struct BlobListingContract {
    /// Sorts differently by folder than by key: `-` and `.` come before `/`.
    private let names = [
        "global/site-variables/logo.0a1b.svg", "organizations/o1/media/a-1.jpg",
        "organizations/o1/media/a.jpg",
        "organizations/o1/media/a/deep/b.jpg", "organizations/o1/media/a0.jpg",
        "organizations/o1/media/thumbnails/a.webp",
        "organizations/o1-other/media/x.jpg", "organizations/o10/media/y.jpg", "top.txt",
    ]

    private func filledStore(_ provider: Provider) async throws -> any StoreFixture {
        let fixture = try await provider.makeStore()
        for name in names.reversed() {
            try await fixture.store.put(Array(name.utf8), as: BlobKey(name))
        }
        return fixture
    }

    @Test(
        "all blobs are listed in the order of their keys, with their sizes",
        arguments: Provider.available)
    func everything(provider: Provider) async throws {
        let fixture = try await filledStore(provider)
        let listed = try await fixture.store.list(prefix: "", after: nil, limit: 100)
        #expect(
            listed.map(\.key.description) == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(listed.allSatisfy { $0.byteSize == $0.key.description.utf8.count })
    }

    @Test("pages of any size join to the whole", arguments: Provider.available, [1, 2, 3, 4, 100])
    func pages(provider: Provider, limit: Int) async throws {
        let fixture = try await filledStore(provider)
        let whole = try await fixture.store.list(prefix: "", after: nil, limit: 100)
        #expect(try await fixture.store.allPages(prefix: "", limit: limit) == whole)
    }

    @Test(
        "a prefix with its slash is one organization and no other", arguments: Provider.available,
        [1, 100])
    func organizationPrefix(provider: Provider, limit: Int) async throws {
        let fixture = try await filledStore(provider)
        let listed = try await fixture.store.allPages(prefix: "organizations/o1/", limit: limit)
        #expect(
            listed.map(\.key.description) == names.filter { $0.hasPrefix("organizations/o1/") }.sorted())
    }

    @Test("a prefix need not end at a slash", arguments: Provider.available)
    func partialPrefix(provider: Provider) async throws {
        let fixture = try await filledStore(provider)
        let listed = try await fixture.store.list(
            prefix: "organizations/o1/media/a", after: nil, limit: 100)
        #expect(listed.count == 4)
        #expect(
            try await fixture.store.list(prefix: "organizations/o1", after: nil, limit: 100).count == 7)
    }

    @Test(
        "nothing has an unknown prefix, and a limit of none gives none", arguments: Provider.available)
    func emptyListings(provider: Provider) async throws {
        let fixture = try await filledStore(provider)
        #expect(try await fixture.store.list(prefix: "organizations/o2/", after: nil, limit: 100) == [])
        #expect(try await fixture.store.list(prefix: "", after: nil, limit: 0) == [])
        #expect(try await fixture.store.list(prefix: "", after: BlobKey("zzz"), limit: 100) == [])
    }

    @Test("a page may begin after a key that no longer exists", arguments: Provider.available)
    func afterDeletedKey(provider: Provider) async throws {
        let fixture = try await filledStore(provider)
        let gone = try BlobKey("organizations/o1/media/a.jpg")
        try await fixture.store.delete(gone)
        let listed = try await fixture.store.list(prefix: "organizations/o1/", after: gone, limit: 1)
        #expect(listed.map(\.key.description) == ["organizations/o1/media/a/deep/b.jpg"])
    }

    @Test(
        "a prefix cannot climb out", arguments: Provider.available,
        ["../", "/etc/", "organizations/../", ".staging/", "a//"])
    func unsafePrefix(provider: Provider, prefix: String) async throws {
        let fixture = try await filledStore(provider)
        await #expect(throws: BlobError.invalidKey(prefix)) {
            _ = try await fixture.store.list(prefix: prefix, after: nil, limit: 10)
        }
    }
}
