internal import Library
internal import LibraryStore

extension AssetTable {
    /// The asset if lists show it.
    func visible(_ id: AssetID, in organization: OrganizationID) async throws -> Asset {
        try Self.visible(try await find(id, in: organization))
    }

    /// The asset if lists show it, in the state the caller saw, and kept in it until the transaction ends.
    func visibleLocked(_ id: AssetID, ifMatch entityTag: String?, in organization: OrganizationID) async throws -> Asset {
        try Self.visible(try await findLocked(id, in: organization)).expected(entityTag)
    }

    /// The asset wherever in its life it is, otherwise as ``visibleLocked(_:ifMatch:in:)``.
    func existingLocked(_ id: AssetID, ifMatch entityTag: String?, in organization: OrganizationID) async throws -> Asset {
        guard let asset = try await findLocked(id, in: organization) else { throw AssetError.notFound }
        return try asset.expected(entityTag)
    }

    private static func visible(_ asset: Asset?) throws(AssetError) -> Asset {
        guard let asset, asset.status.isInLibrary else { throw .notFound }
        return asset
    }
}

extension Asset {
    /// This asset, if it is in the state a request's `If-Match` names.
    fileprivate func expected(_ entityTag: String?) throws(AssetError) -> Asset {
        if let entityTag, !IfMatch.holds(entityTag, for: self.entityTag) { throw .changedMeanwhile }
        return self
    }
}
