internal import Database
internal import Library
internal import LibraryStore

extension Transaction {
    /// Moves `asset`, which is locked, on in its life: row, counters, audit entry and change feed together (M46).
    func move(
        _ asset: Asset, to status: AssetStatus, as action: String, by caller: Caller, at now: Timestamp
    ) async throws -> Asset {
        let organization = caller.organization.id
        var moved = asset
        moved.status = status
        moved.updatedAt = max(now, Timestamp(microseconds: asset.updatedAt.microseconds + 1))
        moved.deletedAt = status.isInLibrary ? nil : asset.deletedAt ?? moved.updatedAt
        moved.deletionError = nil
        try await counters.count(asset, -1, in: organization)
        try await counters.count(moved, 1, in: organization)
        try await assets.updateStatus(moved, in: organization)
        if asset.status.isInLibrary, !status.isInLibrary {
            try await assetLeft(asset.id, in: organization, at: moved.updatedAt)
        } else if !asset.status.isInLibrary, status.isInLibrary {
            try await assetEntered(moved, at: moved.updatedAt)
        }
        try await history.record(
            AuditEntry(
                by: caller, action, asset, changes: [AuditChange("status", asset.status.rawValue, status.rawValue)],
                at: moved.updatedAt))
        try await history.announce(asset.id, isTombstone: !status.isInLibrary, in: organization, at: moved.updatedAt)
        return moved
    }
}
