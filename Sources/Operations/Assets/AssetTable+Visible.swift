internal import Library
internal import LibraryStore

extension AssetTable {
    /// The asset if lists show it, and in the state the caller saw.
    func visible(_ id: AssetID, ifMatch entityTag: String? = nil, in organization: OrganizationID) async throws -> Asset {
        guard let asset = try await find(id, in: organization), asset.status == .active || asset.status == .archived else {
            throw AssetError.notFound
        }
        if let entityTag, !asset.matches(entityTag) { throw AssetError.changedMeanwhile }
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
