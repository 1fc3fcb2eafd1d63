internal import BlobStorage
internal import Cryptography
internal import Database
internal import Library
internal import LibraryStore
internal import MediaWorker

extension MediaLibrary {
    /// Publishes what was rendered for `asset` under the keys its mark and version say, and hands it to `commit` for the rows; what
    /// fails is undone. Pictures made from others do not count to the quota (M14).
    func publishRenditions(
        _ rendering: MediaRendering, of asset: Asset, for holder: IntentHolder? = nil, in organization: Organization,
        commit: ([Rendition], [IntentID]) async throws -> Void
    ) async throws {
        let images: [(RenditionName, RenderedImage)] = [(.thumbnail, rendering.thumbnail), (.card, rendering.card)]
        var publications: [Publication] = []
        var renditions: [Rendition] = []
        do {
            for (name, image) in images {
                let key = StorageKey.rendition(of: asset, in: organization.id, name)
                let publication = try await beginPublication(
                    of: BlobKey(key), image.mimeType, reserving: 0, for: holder, in: organization)
                publications.append(publication)
                try await publication.append(image.bytes)
                try await publication.finish()
                try await publishReplacingOrphan(publication) {
                    try await expectUnowned(publication.key, of: asset, in: organization.id)
                }
                renditions.append(
                    Rendition(
                        assetID: asset.id, name: name, version: asset.version, place: publication.store.place, key: key,
                        mimeType: image.mimeType, byteSize: Int64(image.bytes.count), checksum: SHA256.hash(image.bytes),
                        width: image.width, height: image.height))
            }
            try await commit(renditions, publications.map(\.intentID))
        } catch {
            for publication in publications { await abandon(publication, after: error) }
            throw error
        }
    }

    /// Ends an attempt whose rendition another one has recorded.
    private func expectUnowned(_ key: BlobKey, of asset: Asset, in organization: OrganizationID) async throws {
        let owned = try await database.read { try await $0.renditions.all(of: asset.id, in: organization) }
        if owned.contains(where: { $0.key == key.description }) { throw ServiceError.interrupted }
    }
}
