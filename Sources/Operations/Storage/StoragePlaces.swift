internal import BlobStorage
internal import Library

extension BlobStore {
    /// What rows record of a blob that lies here.
    var place: StoragePlace { StoragePlace(provider: provider, bucket: bucket) }
}

extension MediaLibrary {
    /// The store that holds what was recorded with this place.
    func store(_ place: StoragePlace) throws(BlobError) -> any BlobStore {
        try stores.store(provider: place.provider, bucket: place.bucket)
    }

    /// The address a new blob is published under, kept with its asset for ever (M24).
    func publicURL(of key: String) -> String { "\(publicBaseURL ?? "/files")/\(key)" }
}
