internal import BlobStorage
internal import Platform

/// The blob stores a configuration names (M22).
enum Stores {
    static func open(_ configuration: Configuration, pool: BlockingPool) throws -> BlobStores {
        let opener = StoreOpener(configuration, pool)
        let provider = configuration.storage.provider
        let bucket = provider == .local ? nil : configuration.storage.mediaBucket
        guard let media = try opener.open(provider, bucket),
            let logos = try opener.open(provider, StorageConfiguration.logoBucket)
        else { throw ConfigurationError("STORAGE_PROVIDER", "the variables of \(provider.rawValue) are not set") }
        return BlobStores(media: media, logos: logos) { name, bucket throws(BlobError) in
            guard let provider = StorageConfiguration.Provider(rawValue: name) else { return nil }
            return try opener.open(provider, bucket)
        }
    }
}

/// Opens a bucket of any provider whose variables are set.
private struct StoreOpener: Sendable {
    private let configuration: Configuration
    private let pool: BlockingPool

    init(_ configuration: Configuration, _ pool: BlockingPool) {
        self.configuration = configuration
        self.pool = pool
    }

    func open(_ provider: StorageConfiguration.Provider, _ bucket: String?) throws(BlobError) -> (any BlobStore)? {
        switch provider {
        case .local:
            let folder = bucket == StorageConfiguration.logoBucket ? configuration.logoDirectory : configuration.blobDirectory
            return try LocalBlobStore(root: folder, bucket: bucket, pool: pool)
        case .s3, .supabase:
            return nil
        }
    }
}
