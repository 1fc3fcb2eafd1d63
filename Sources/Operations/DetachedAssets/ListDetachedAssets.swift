internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// One page of the assets whose organization was deleted, newest first; for superadmins only (M5).
    package func detachedAssets(
        after cursor: DetachedAssetCursor? = nil, limit: Int = AssetQuery.defaultLimit, by caller: ServerCaller
    ) async throws -> DetachedAssetPage {
        try caller.requireSuperadmin()
        do {
            return try await database.read { transaction in
                let (assets, hasMore) = try await transaction.detachedAssets.list(after: cursor, limit: limit)
                let total = try await transaction.detachedAssets.boundedCount()
                let next = hasMore ? assets.last.map { DetachedAssetCursor(createdAt: $0.asset.createdAt, id: $0.asset.id) } : nil
                return DetachedAssetPage(items: assets, next: next, total: total > AssetQuery.exactTotalLimit ? nil : total)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
