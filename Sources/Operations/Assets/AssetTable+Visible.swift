internal import Library
internal import LibraryStore

extension AssetTable {
    /// The asset if lists show it.
    func visible(_ id: AssetID, in organization: OrganizationID) async throws -> Asset {
        try Self.visible(try await find(id, in: organization))
    }

    /// The asset if lists show it, in the state the caller saw, and kept in it until the transaction ends.
    func visibleLocked(_ id: AssetID, ifMatch entityTag: String?, in organization: OrganizationID) async throws -> Asset {
        let asset = try Self.visible(try await findLocked(id, in: organization))
        if let entityTag, !asset.matches(entityTag) { throw AssetError.changedMeanwhile }
        return asset
    }

    private static func visible(_ asset: Asset?) throws(AssetError) -> Asset {
        guard let asset, asset.status == .active || asset.status == .archived else { throw .notFound }
        return asset
    }
}

extension Asset {
    /// Whether `If-Match: condition` holds: `*`, or a list with this state's strong tag (RFC 9110 13.1.1).
    fileprivate func matches(_ condition: String) -> Bool {
        let tags = condition.split(separator: ",").map { String($0).trimmedWhitespace }
        return tags == ["*"] || tags.contains(entityTag)
    }
}
