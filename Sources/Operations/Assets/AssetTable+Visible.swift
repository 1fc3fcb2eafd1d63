internal import Library
internal import LibraryStore

extension AssetTable {
    /// The asset if lists show it, and in the state the caller saw.
    func visible(_ id: AssetID, ifMatch entityTag: String? = nil, in organization: OrganizationID) async throws -> Asset {
        guard let asset = try await find(id, in: organization), asset.status == .active || asset.status == .archived else {
            throw AssetError.notFound
        }
        guard entityTag == nil || entityTag == asset.entityTag || entityTag == "*" else { throw AssetError.changedMeanwhile }
        return asset
    }
}
