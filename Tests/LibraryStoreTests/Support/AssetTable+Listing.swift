import Database
import Library
import LibraryStore

extension AssetTable {
    /// One page of `query`, planned and read.
    func list(
        _ query: AssetQuery, in organization: OrganizationID, limits: AssetListLimits = AssetListLimits()
    ) async throws -> (assets: [Asset], hasMore: Bool) {
        let page = try await list(plan(query, in: organization, limits: limits))
        return (page.assets, page.hasMore)
    }

    /// How many match `query`, as far as is counted.
    func boundedCount(
        _ query: AssetQuery, in organization: OrganizationID, limits: AssetListLimits = AssetListLimits()
    ) async throws -> Int {
        try await boundedCount(plan(query, in: organization, limits: limits))
    }
}

extension AssetListLimits {
    /// Always begins with the matches of the rarest filter, always walks the order, and decides as the product does.
    static let extremes = [
        AssetListLimits(fewest: .max / 2, most: .max / 2, smallLibrary: -1),
        AssetListLimits(fewest: -1, most: -1, smallLibrary: -1),
        AssetListLimits(),
    ]
}
