internal import BlobStorage
internal import Database
internal import Library
internal import LibraryStore

extension Asset {
    /// Every blob there is, or may be, of this asset: what a deletion has to remove.
    ///
    /// Its bytes and `renditions`, those of replaced versions that wait for their removal, and the one under its public address where
    /// that points straight at a bucket.
    func blobs(with renditions: [Rendition], _ retired: [RetiredBlob]) -> [(place: StoragePlace, key: String)] {
        var blobs = renditions.map { (place: $0.place, key: $0.key) } + retired.map { (place: $0.place, key: $0.key) }
        guard let storage else { return blobs }
        if let key = storage.publicCopyKey, key != storage.key { blobs.append((storage.place, key)) }
        blobs.append((storage.place, storage.key))
        return blobs
    }
}

extension MediaLibrary {
    /// Removes blobs of an asset, but for those that another row needs as well: a file may have been adopted twice (M50).
    func remove(_ blobs: [(place: StoragePlace, key: String)], of asset: AssetID) async throws {
        for blob in blobs {
            // What this library made is one asset's alone.
            if AssetKey(blob.key) == nil, try await database.read({ try await $0.adoptedKeys.isShared(blob.key, by: asset) }) {
                continue
            }
            try await store(blob.place).delete(BlobKey(blob.key))
        }
    }
}
