internal import Database
package import Library
internal import LibraryStore
internal import MediaWorker

extension MediaLibrary {
    /// One page of the organization's assets (M33); of the active ones where the query does not say otherwise. Throws
    /// ``FolderError`` `notFound` for a folder that is missing or another organization's (M2).
    ///
    /// Failed thumbnails whose cooldown is over are queued again on the way, in the background (M29).
    package func listAssets(_ query: AssetQuery, by caller: Caller) async throws -> AssetPage {
        try caller.require(.read)
        let organization = caller.organization.id
        let page: AssetPage
        do {
            page = try await database.read { transaction in
                if let folder = query.folder?.folder, try await transaction.folders.find(folder, in: organization) == nil {
                    throw FolderError.notFound()
                }
                let plan = try await transaction.assets.plan(query, in: organization)
                let (assets, hasMore, known) = try await transaction.assets.list(plan)
                let total =
                    if let known { known } else { try await total(of: plan, listed: assets.count, hasMore: hasMore, transaction) }
                return AssetPage(
                    assets: assets, next: hasMore ? assets.last.map { ListCursor(after: $0, in: query.sort) } : nil, total: total)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        retryThumbnails(of: page.assets, in: organization)
        return page
    }

    private func retryThumbnails(of assets: [Asset], in organization: OrganizationID) {
        let now = now
        let due = assets.filter {
            $0.status.isInLibrary && $0.thumbnail.isDue(at: now) && $0.hasPictureSource
        }.sorted { $0.id.rawValue < $1.id.rawValue }  // as rows are locked everywhere
        if due.isEmpty { return }
        Task {
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                for asset in due where try await transaction.assets.claimThumbnailRetry(of: asset, at: now, in: organization) {
                    try await transaction.jobs.enqueue(.renderThumbnail, asset.id, in: organization, at: now)
                }
            }
            jobSignal.notify()
        }
    }

    /// How many match: from the page itself or the counters where that is free, else counted up to the limit of exactness.
    private func total(
        of plan: AssetListPlan, listed: Int, hasMore: Bool, _ transaction: any Transaction
    ) async throws -> Int? {
        if case .page(1) = plan.query.position, !hasMore { return listed }
        if let total = plan.total { return total }
        let counted = try await transaction.assets.boundedCount(plan)
        return counted > AssetQuery.exactTotalLimit ? nil : counted
    }
}
