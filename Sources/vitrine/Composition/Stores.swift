internal import BlobStorage
internal import Platform

/// The blob stores a configuration names (M22).
enum Stores {
    static func open(_ configuration: Configuration, pool: BlockingPool) throws(BlobError) -> BlobStores {
        let media = try LocalBlobStore(root: configuration.blobDirectory, pool: pool)
        return BlobStores(media: media, logos: media)
    }
}
