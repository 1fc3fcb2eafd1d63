internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// One asset of the caller's organization; a foreign, missing or deleted one is `notFound` alike (M2).
    package func asset(_ id: AssetID, by caller: Caller) async throws -> Asset {
        try caller.require(.read)
        do {
            return try await database.read { try await $0.assets.visible(id, in: caller.organization.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Those of some assets that the caller's organization has and lists show, by their ids.
    package func assets(_ ids: [AssetID], by caller: Caller) async throws -> [AssetID: Asset] {
        try caller.require(.read)
        do {
            return try await database.read { try await $0.assets.find(Set(ids), in: caller.organization.id) }
                .filter { $0.value.status.isInLibrary }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The address of whoever uploaded an asset, for people to see; nil when the user is gone.
    package func uploaderEmail(of asset: Asset) async throws -> String? {
        guard let id = asset.createdBy else { return nil }
        do {
            return try await database.read { try await $0.users.email(of: id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
