internal import BlobStorage
internal import Platform

/// The blob stores a configuration names (M22).
enum Stores {
    static func open(_ configuration: Configuration, pool: BlockingPool) throws -> BlobStores {
        let opener = StoreOpener(configuration, pool)
        let provider = configuration.storage.provider
        let bucket = provider == .local ? nil : configuration.storage.mediaBucket
        let media: (any BlobStore)?
        let logos: (any BlobStore)?
        do throws(BlobError) {
            media = try opener.open(provider, bucket)
            logos = try opener.open(provider, StorageConfiguration.logoBucket)
        } catch {
            throw ConfigurationError("STORAGE_PROVIDER", "the \(provider.rawValue) storage cannot be opened: \(error)")
        }
        guard let media, let logos else {
            throw ConfigurationError("STORAGE_PROVIDER", "the variables of \(provider.rawValue) are not set")
        }
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
    /// Nil where everything is local: each has a thread.
    private let connections: StoreConnections?

    init(_ configuration: Configuration, _ pool: BlockingPool) {
        self.configuration = configuration
        self.pool = pool
        let isLocal = configuration.storage.s3 == nil && configuration.storage.supabase == nil
        connections = isLocal ? nil : StoreConnections()
    }

    func open(_ provider: StorageConfiguration.Provider, _ bucket: String?) throws(BlobError) -> (any BlobStore)? {
        switch provider {
        case .local:
            let folder = bucket == StorageConfiguration.logoBucket ? configuration.logoDirectory : configuration.blobDirectory
            return try LocalBlobStore(root: folder, bucket: bucket, pool: pool)
        case .s3:
            guard let variables = configuration.storage.s3, let connections, let bucket else { return nil }
            return try S3BlobStore(
                s3(variables, bucket), connections: connections, spool: configuration.spoolDirectory, pool: pool)
        case .supabase:
            guard let variables = configuration.storage.supabase, let connections, let bucket else { return nil }
            return try SupabaseBlobStore(
                supabase(variables, bucket), connections: connections, spool: configuration.spoolDirectory, pool: pool)
        }
    }

    private func supabase(_ variables: SupabaseVariables, _ bucket: String) -> SupabaseConfiguration {
        var settings = SupabaseConfiguration(url: variables.url, serviceRoleKey: variables.serviceRoleKey, bucket: bucket)
        settings.timeout = .seconds(configuration.storage.timeoutSeconds)
        return settings
    }

    private func s3(_ variables: S3Variables, _ bucket: String) -> S3Configuration {
        var settings = S3Configuration(
            endpoint: variables.endpoint, region: variables.region, bucket: bucket,
            credentials: S3Credentials(
                accessKeyID: variables.accessKeyID, secretAccessKey: variables.secretAccessKey,
                sessionToken: variables.sessionToken),
            forcePathStyle: variables.forcePathStyle)
        settings.stallTimeout = .seconds(configuration.storage.timeoutSeconds)
        // Whoever reads the bucket itself asks again, as under `/files`: an asset may get other bytes at the same address.
        if configuration.storage.publicBaseURL != nil { settings.cacheControl = "public, no-cache" }
        return settings
    }
}
