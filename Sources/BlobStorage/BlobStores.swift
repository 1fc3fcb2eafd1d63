internal import Platform

/// The stores a library's blobs are in: new ones go to `media`, and what was published before the provider or its bucket was
/// changed stays where it is and readable (M24).
package final class BlobStores: Sendable {
    /// Where new assets go.
    package let media: any BlobStore
    /// Where organizations' logos go (M66).
    package let logos: any BlobStore
    private let open: @Sendable (String, String?) throws(BlobError) -> (any BlobStore)?
    private let opened: Locked<[Place: any BlobStore]>

    private struct Place: Hashable {
        let provider: String
        let bucket: String?
    }

    /// - Parameter open: opens another bucket of a provider; nil when its variables are not set.
    package init(
        media: any BlobStore, logos: any BlobStore,
        open: @escaping @Sendable (_ provider: String, _ bucket: String?) throws(BlobError) -> (any BlobStore)? = { _, _ in nil }
    ) {
        self.media = media
        self.logos = logos
        self.open = open
        opened = Locked([:])
        keep(logos)
        keep(media)
    }

    /// The store of what was recorded with this provider and bucket; `.unavailable` when it cannot be reached as configured.
    package func store(provider: String, bucket: String?) throws(BlobError) -> any BlobStore {
        let place = Place(provider: provider, bucket: bucket)
        if let known = opened.withLock({ $0[place] }) { return known }
        guard let store = try open(provider, bucket) else {
            throw .unavailable("the variables of the storage provider “\(provider)” are not set")
        }
        return opened.withLock { opened in
            if let known = opened[place] { return known }
            opened[place] = store
            return store
        }
    }

    /// Every store in use, those of earlier configurations that were asked for included.
    package var all: [any BlobStore] {
        opened.withLock { Array($0.values) }.sorted { ($0.provider, $0.bucket ?? "") < ($1.provider, $1.bucket ?? "") }
    }

    private func keep(_ store: any BlobStore) {
        opened.withLock { $0[Place(provider: store.provider, bucket: store.bucket)] = store }
    }
}
