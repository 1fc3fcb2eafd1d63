internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// The places that use an asset, oldest first (M37); a missing asset and one in Trash are ``AssetError`` `notFound` alike.
    package func listUsages(
        of id: AssetID, after position: UsagePosition? = nil, limit: Int = AssetQuery.defaultLimit, by caller: Caller
    ) async throws -> UsagePage {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let asset = try await transaction.assets.visible(id, in: organization)
                if asset.usageCount == 0 { return UsagePage(usages: [], next: nil, total: 0) }
                let found = try await transaction.usages.places(of: id, after: position, limit: limit + 1, in: organization)
                let shown = Array(found.prefix(limit))
                let last = found.count > limit ? shown.last?.usage : nil
                return UsagePage(
                    usages: shown, next: last.map { UsagePosition(createdAt: $0.createdAt, id: $0.id) }, total: asset.usageCount)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
