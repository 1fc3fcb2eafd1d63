internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// The asset's current bytes under the name they were uploaded by, for whoever may download here, private ones too (M43).
    ///
    /// Throws ``AssetError`` `notFound` for what is in Trash, `noFile` for a link.
    package func downloadAsset(_ id: AssetID, by caller: Caller) async throws -> Delivery {
        try caller.require(.download)
        do {
            let asset = try await database.read { try await $0.assets.visible(id, in: caller.organization.id) }
            guard let storage = asset.storage else { throw AssetError.noFile }
            var delivery = try await open(storage.key, isSigned: true)
            delivery.fileName = asset.originalName
            return delivery
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
