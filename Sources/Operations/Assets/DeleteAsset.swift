internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes an asset as the organization's policy means it: into Trash, into the archive first, or for good (M38, M45, M46).
    ///
    /// Answers which it was. Throws ``AssetError`` `inUse` for an asset in use where the policy has it so and the delete is not forced,
    /// and ``AccessError`` `roleTooLow` where it leaves forcing to admins (M38). `isForced` asks for what the policy lets a forced delete do; `entityTag` is the `If-Match` of the
    /// request, if it had one. Deleting for good takes the right to purge, and throws as ``purgeAsset(_:ifMatch:by:)`` does.
    @discardableResult
    package func deleteAsset(
        _ id: AssetID, isForced: Bool = false, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> Policy.DeletedMeans {
        try await deleteAsset(id, isForced: isForced, ifMatch: entityTag, by: caller) { _, _ in }
    }

    /// The same, unless `check` throws once the asset is locked.
    func deleteAsset(
        _ id: AssetID, isForced: Bool, ifMatch entityTag: String?, by caller: Caller,
        check: @Sendable (Asset, any Transaction) async throws -> Void
    ) async throws -> Policy.DeletedMeans {
        try caller.require(.delete)
        let organization = caller.organization.id
        let now = now
        do {
            let (asset, means) = try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let asset = try await transaction.assets.visibleLocked(id, ifMatch: entityTag, in: organization)
                try await check(asset, transaction)
                let means = try await transaction.deletion(of: asset, isForced: isForced, by: caller)
                switch means {
                case .archive:
                    _ = try await transaction.move(asset, to: .archived, as: "asset.archive", by: caller, at: now)
                case .trash:
                    _ = try await transaction.move(asset, to: .trashed, as: "asset.trash", by: caller, at: now)
                case .purge:
                    try caller.require(.purge)
                    try await transaction.beginPurge(of: asset, by: caller, at: now)
                }
                return (asset, means)
            }
            deliveries.forgetAll(of: asset)
            if means == .purge { try await removeBytes(of: asset, in: organization) }
            return means
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension Transaction {
    /// What deleting `asset`, which is locked, does; throws ``AssetError`` `inUse` where it is used and the rules keep it (M38).
    fileprivate func deletion(of asset: Asset, isForced: Bool, by caller: Caller) async throws -> Policy.DeletedMeans {
        let policy = caller.organization.policy
        let isInUse = asset.usageCount > 0
        if isInUse, isForced { try caller.requireForce() }
        if let means = policy.deletion(of: asset.status, isForced: isForced, isInUse: isInUse) { return means }
        let places = try await usages.places(of: asset.id, limit: AssetUses.shownPlaces, in: caller.organization.id)
        throw AssetError.inUse(
            AssetUses(count: asset.usageCount, places: places, remedy: policy.remedy(for: asset.status)))
    }
}
