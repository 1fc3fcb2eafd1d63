internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Changes what people write about an asset, everywhere it is used (M12). `entityTag` is the `If-Match` of the request, if it had
    /// one. No byte moves, whatever folder or path it gets (M27, M32).
    ///
    /// Throws ``AssetError`` `changedMeanwhile` when the asset is not in that state any more, `invalidFields` with every problem,
    /// `logicalPathTaken`, and ``FolderError`` `notFound`.
    package func editAsset(_ id: AssetID, _ edit: AssetEdit, ifMatch entityTag: String? = nil, by caller: Caller) async throws
        -> Asset
    {
        try caller.require(.edit)
        let policy = caller.organization.policy
        return try await change(id, ifMatch: entityTag, by: caller) { asset throws(AssetError) in
            // What is missing already stays so until somebody gives it.
            let edit = try edit.checked(requiringMediaType: policy.requiresMediaType && asset.mediaType != nil)
            asset.take(edit)
        }
    }

    /// Changes an asset's record by `edit`; what changes nothing leaves no trace.
    func change(
        _ id: AssetID, ifMatch entityTag: String?, by caller: Caller,
        _ edit: @Sendable @escaping (inout Asset) throws(AssetError) -> Void
    ) async throws -> Asset {
        let organization = caller.organization.id
        let edited: Asset
        do {
            edited = try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let before = try await transaction.assets.visibleLocked(id, ifMatch: entityTag, in: organization)
                return try await transaction.change(before, by: caller, at: now, edit)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        deliveries.forgetAll(of: edited)
        return edited
    }
}

extension Transaction {
    /// The change of one asset's record, which is locked: row, tags, audit entry and change feed together.
    ///
    /// An empty logical path stands for the one the original name gives (M32).
    func change(
        _ before: Asset, by caller: Caller, at now: Timestamp, _ edit: (inout Asset) throws(AssetError) -> Void
    ) async throws -> Asset {
        let organization = caller.organization
        var asset = before
        try edit(&asset)
        if let folder = asset.folderID, folder != before.folderID { try await folders.require(folder, in: organization.id) }
        if asset.logicalPath == "" { asset.logicalPath = try await assets.path(ofName: asset, in: organization) }
        let changes = asset.changes(since: before)
        if changes.isEmpty { return before }
        asset.updatedAt = max(now, Timestamp(microseconds: before.updatedAt.microseconds + 1))
        try await assets.updateMetadata(asset, in: organization.id)
        if asset.logicalPath != before.logicalPath {
            try await formerPaths.note(
                asset.id, left: before.logicalPath, for: asset.logicalPath, in: organization.id, at: asset.updatedAt)
            try await assetRenamed(from: before.logicalPath, to: asset.logicalPath, in: organization.id, at: asset.updatedAt)
        }
        try await tags.change(of: asset.id, from: before.tags, to: asset.tags, in: organization.id, at: asset.updatedAt)
        try await history.record(AuditEntry(by: caller, "asset.edit", asset, changes: changes, at: asset.updatedAt))
        try await history.announce(asset.id, in: organization.id, at: asset.updatedAt)
        return asset
    }
}

extension AssetTable {
    /// The logical path of an asset that was given none: its original name, with a number where that is taken and the policy lets it be.
    func path(ofName asset: Asset, in organization: Organization) async throws -> String {
        guard organization.policy.blankPathTaken == .suffix else { return asset.originalName }
        return try await freePath(
            like: asset.originalName, marked: "-" + asset.id.description.suffix(8), for: asset.id, in: organization.id)
    }

    /// The original name with the first number from `-2` to `-100` that is free (M17); throws ``AssetError`` `noFreePath`.
    func numberedPath(ofName asset: Asset, in organization: Organization) async throws -> String {
        guard let path = try await numberedPath(like: asset.originalName, for: asset.id, in: organization.id) else {
            throw AssetError.noFreePath(asset.originalName)
        }
        return path
    }
}
