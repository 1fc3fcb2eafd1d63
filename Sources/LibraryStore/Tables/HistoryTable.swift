internal import Database
package import Library

/// The audit log (M6) and the change feed, written by the transaction that makes the change.
package struct HistoryTable: Sendable {
    let transaction: any Transaction

    package func record(_ entry: AuditEntry) async throws {
        let number: Int64? = try await transaction.row(
            """
            INSERT INTO audit_entry (organization_id, user_id, token_id, door, action, subject_id, subject_name, at)
            VALUES (\(entry.organizationID), \(entry.userID), \(entry.tokenID), \(entry.door), \(entry.action), \(entry.subjectID),
                \(entry.subjectName), \(entry.at))
            RETURNING number
            """
        ).map { try $0.get("number") }
        guard let number else { return }
        for change in entry.changes {
            try await transaction.run(
                """
                INSERT INTO audit_change (entry, field, before_value, after_value)
                VALUES (\(number), \(change.field), \(change.before), \(change.after))
                """)
        }
    }

    /// Tells readers of the feed that the asset changed or, with a tombstone, that it is gone from the library.
    package func announce(
        _ asset: AssetID, isTombstone: Bool = false, in organization: OrganizationID, at now: Timestamp
    ) async throws {
        try await transaction.run(
            """
            INSERT INTO change_entry (organization_id, asset_id, is_tombstone, at)
            VALUES (\(organization), \(asset), \(isTombstone), \(now))
            """)
    }

    /// Tells readers of the feed that something about the asset changed that is not its record, its picture or where it is used,
    /// unless for them the asset is gone (M46).
    package func announceChange(of asset: AssetID, in organization: OrganizationID, at now: Timestamp) async throws {
        try await announceChange(of: [asset], in: organization, at: now)
    }

    /// The same of several.
    package func announceChange(of assets: [AssetID], in organization: OrganizationID, at now: Timestamp) async throws {
        let statuses = AssetStatus.allCases.filter(\.isInLibrary)
        for start in stride(from: 0, to: assets.count, by: 500) {
            let batch = Array(assets[start..<min(start + 500, assets.count)])
            try await transaction.run(
                """
                INSERT INTO change_entry (organization_id, asset_id, is_tombstone, at)
                SELECT asset.organization_id, asset.id, \(false), \(now) FROM (\(SQL.rows(batch))) AS wanted CROSS JOIN asset
                WHERE asset.id = wanted.column1 AND asset.organization_id = \(organization)
                    AND asset.status IN (\(SQL.list(statuses)))
                """)
        }
    }
}
