internal import Database
package import Library

/// The change feed, for hosts that sync.
///
/// Entries get their numbers under the organization's lock, which is let go after the commit: whoever sees a number has all before it,
/// and a reader that goes on after the last one it saw misses none.
extension HistoryTable {
    /// The entries after `sequence`, oldest first, each with its asset as it is now if the library shows it; and whether there are more.
    package func changes(
        after sequence: Int64, limit: Int, in organization: OrganizationID
    ) async throws -> (changes: [Change], hasMore: Bool) {
        let rows = try await transaction.rows(
            """
            SELECT number, asset_id, is_tombstone, at FROM change_entry
            WHERE organization_id = \(organization) AND number > \(sequence) ORDER BY number LIMIT \(limit + 1)
            """)
        let entries = try rows.prefix(limit).map { row in
            (
                number: try row.get("number", as: Int64.self), asset: try row.get("asset_id", as: AssetID.self),
                isTombstone: try row.get("is_tombstone", as: Bool.self), at: try row.get("at", as: Timestamp.self)
            )
        }
        let present = try await transaction.assets.inLibrary(
            Set(entries.filter { !$0.isTombstone }.map(\.asset)), in: organization)
        let changes = entries.map { entry in
            Change(
                sequence: entry.number, assetID: entry.asset, at: entry.at, asset: entry.isTombstone ? nil : present[entry.asset])
        }
        return (changes, rows.count > limit)
    }
}

extension AssetTable {
    /// Those of `ids` that lists show, by id.
    fileprivate func inLibrary(_ ids: Set<AssetID>, in organization: OrganizationID) async throws -> [AssetID: Asset] {
        if ids.isEmpty { return [:] }
        let statuses = AssetStatus.allCases.filter(\.isInLibrary)
        let assets = try await transaction.rows(
            """
            SELECT \(Self.columns) FROM asset
            WHERE organization_id = \(organization) AND id IN (\(SQL.list(Array(ids)))) AND status IN (\(SQL.list(statuses)))
            """
        ).map(Asset.init)
        return Dictionary(uniqueKeysWithValues: assets.map { ($0.id, $0) })
    }
}
