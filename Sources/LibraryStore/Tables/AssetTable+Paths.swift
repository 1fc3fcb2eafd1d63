internal import Database
package import Library

/// Logical paths (M32): who holds which.
extension AssetTable {
    /// Whether an asset of the organization, whatever its status, holds `path` or one that folds to the same.
    package func isTaken(path: String, in organization: OrganizationID) async throws -> Bool {
        try await transaction.row(
            """
            SELECT 1 AS found FROM asset
            WHERE organization_id = \(organization) AND logical_path_folded = \(path.folded) LIMIT 1
            """) != nil
    }

    /// `path`, or the first of `-2`, `-3` … that no other asset holds; where all are taken, one with `mark`.
    ///
    /// `asset` is the one that asks: what it holds itself is free.
    package func freePath(
        like path: String, marked mark: String, for asset: AssetID, in organization: OrganizationID
    ) async throws -> String {
        try await numberedPath(like: path, for: asset, in: organization) ?? LogicalPath.marked(path, mark)
    }

    /// `path`, or the first of `-2` to `-100` that no asset but `asset` holds; nil where all are taken.
    package func numberedPath(
        like path: String, for asset: AssetID, in organization: OrganizationID
    ) async throws -> String? {
        let candidates = [path] + (2...100).map { LogicalPath.numbered(path, $0) }
        let taken = try await transaction.rows(
            """
            SELECT logical_path_folded AS path FROM asset
            WHERE organization_id = \(organization) AND logical_path_folded IN (\(SQL.list(candidates.map(\.folded))))
                AND id <> \(asset)
            """
        ).map { row throws(DatabaseError) in try row.get("path", as: String.self) }
        let held = Set(taken)
        return candidates.first { !held.contains($0.folded) }
    }
}
