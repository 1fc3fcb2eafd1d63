internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Takes an active asset out of the lists people choose from; its addresses go on answering (M46).
    ///
    /// An archived one is answered as it is. `entityTag` is the `If-Match` of the request, if it had one.
    package func archiveAsset(_ id: AssetID, ifMatch entityTag: String? = nil, by caller: Caller) async throws -> Asset {
        try caller.require(.edit)
        let organization = caller.organization.id
        let archived: Asset
        do {
            archived = try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let asset = try await transaction.assets.visibleLocked(id, ifMatch: entityTag, in: organization)
                if asset.status == .archived { return asset }
                return try await transaction.move(asset, to: .archived, as: "asset.archive", by: caller, at: now)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        deliveries.forgetAll(of: archived)
        return archived
    }
}
