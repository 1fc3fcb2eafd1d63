internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Changes an asset's metadata everywhere it is used (M12). `entityTag` is the `If-Match` of the request, if it had one.
    ///
    /// Throws ``AssetError`` `changedMeanwhile` when the asset is not in that state any more, `invalidFields` with every problem.
    package func editAsset(_ id: AssetID, _ edit: AssetEdit, ifMatch entityTag: String? = nil, by caller: Caller) async throws
        -> Asset
    {
        try caller.require(.edit)
        let organization = caller.organization.id
        let edited: Asset
        do {
            edited = try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                var asset = try await transaction.assets.visibleLocked(id, ifMatch: entityTag, in: organization)
                let before = asset
                asset.metadata = try edit.applied(to: asset.metadata)
                asset.visibility = edit.visibility ?? asset.visibility
                if let mediaType = edit.mediaType { asset.mediaType = mediaType }
                asset.updatedAt = max(now, Timestamp(microseconds: asset.updatedAt.microseconds + 1))
                try await transaction.assets.updateMetadata(asset, in: organization)
                try await transaction.history.record(
                    AuditEntry(by: caller, "asset.edit", asset, changes: asset.changes(since: before), at: asset.updatedAt))
                try await transaction.history.announce(id, in: organization, at: asset.updatedAt)
                return asset
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        deliveries.forgetAll(of: edited)
        return edited
    }
}
