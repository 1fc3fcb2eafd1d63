internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes an archived or trashed asset active again; an active one is answered as it is.
    ///
    /// Out of the archive comes what the caller may edit, out of Trash what the caller may delete. Throws ``AssetError``
    /// `alreadyDeleting` once its bytes are being removed. `entityTag` is the `If-Match` of the request, if it had one.
    package func restoreAsset(_ id: AssetID, ifMatch entityTag: String? = nil, by caller: Caller) async throws -> Asset {
        if !caller.can(.delete) { try caller.require(.edit) }
        let organization = caller.organization.id
        let restored: Asset
        do {
            restored = try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let asset = try await transaction.assets.existingLocked(id, ifMatch: entityTag, in: organization)
                try caller.require(asset.status.isInLibrary ? .edit : .delete)
                if asset.status == .active { return asset }
                guard asset.status != .deleting else { throw AssetError.alreadyDeleting }
                return try await transaction.move(asset, to: .active, as: "asset.restore", by: caller, at: now)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        deliveries.forgetAll(of: restored)
        return restored
    }
}
