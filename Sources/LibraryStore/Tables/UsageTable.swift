internal import Database
package import Library

/// Which content uses which asset; `asset.usage_count` is kept with it (M35, M37).
package struct UsageTable: Sendable {
    let transaction: any Transaction

    static let columns = SQL(
        "id, organization_id, asset_id, target_type, target_id, slot_type, slot_key, position, origin, created_by, created_at")

    /// Adds a usage and counts it; false where the same is there already (M35). The organization is locked.
    package func insert(_ usage: Usage) async throws -> Bool {
        let added = try await transaction.run(
            """
            INSERT INTO asset_usage (\(Self.columns))
            VALUES (\(usage.id), \(usage.organizationID), \(usage.assetID), \(usage.target.type), \(usage.target.externalID),
                \(usage.slotType), \(usage.slotKey), \(usage.position), \(usage.origin), \(usage.createdBy), \(usage.createdAt))
            ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { return false }
        try await count(usage.assetID, 1, in: usage.organizationID)
        return true
    }

    /// Adds usages that are not there yet, and counts them. The organization is locked.
    package func insert(new usages: [Usage]) async throws {
        guard let organization = usages.first?.organizationID else { return }
        for start in stride(from: 0, to: usages.count, by: Self.batch) {
            let rows = usages[start..<min(start + Self.batch, usages.count)].map { usage -> SQL in
                """
                (\(usage.id), \(usage.organizationID), \(usage.assetID), \(usage.target.type), \(usage.target.externalID),
                \(usage.slotType), \(usage.slotKey), \(usage.position), \(usage.origin), \(usage.createdBy), \(usage.createdAt))
                """
            }
            try await transaction.run("INSERT INTO asset_usage (\(Self.columns)) VALUES \(rows.joined(separator: ", "))")
        }
        try await count(usages.map(\.assetID), 1, in: organization)
    }

    /// Removes usages that are there, and counts them out. The organization is locked.
    package func delete(_ usages: [Usage]) async throws {
        guard let organization = usages.first?.organizationID else { return }
        for start in stride(from: 0, to: usages.count, by: Self.batch) {
            let ids = usages[start..<min(start + Self.batch, usages.count)].map(\.id)
            try await transaction.run(
                """
                DELETE FROM asset_usage WHERE id IN (
                    SELECT asset_usage.id FROM (\(SQL.rows(ids))) AS wanted CROSS JOIN asset_usage
                    WHERE asset_usage.id = wanted.column1 AND asset_usage.organization_id = \(organization))
                """)
        }
        try await count(usages.map(\.assetID), -1, in: organization)
    }

    /// Rows of one statement.
    private static let batch = 500

    /// Counts each of `assets` as often as it is there: those that change by the same number in one statement.
    private func count(_ assets: [AssetID], _ change: Int, in organization: OrganizationID) async throws {
        let times = assets.reduce(into: [AssetID: Int]()) { $0[$1, default: 0] += change }
        for (change, assets) in Dictionary(grouping: times.keys, by: { times[$0] ?? 0 }) {
            // In one order, whoever counts.
            let assets = assets.sorted { $0.rawValue < $1.rawValue }
            for start in stride(from: 0, to: assets.count, by: Self.batch) {
                let ids = Array(assets[start..<min(start + Self.batch, assets.count)])
                try await transaction.run(
                    """
                    UPDATE asset SET usage_count = usage_count + \(change)
                    WHERE id IN (
                        SELECT asset.id FROM (\(SQL.rows(ids))) AS wanted CROSS JOIN asset
                        WHERE asset.id = wanted.column1 AND asset.organization_id = \(organization))
                    """)
            }
        }
    }

    /// Removes a usage and counts it out. The organization is locked.
    package func delete(_ usage: Usage) async throws {
        let removed = try await transaction.run(
            "DELETE FROM asset_usage WHERE id = \(usage.id) AND organization_id = \(usage.organizationID)")
        if removed == 1 { try await count(usage.assetID, -1, in: usage.organizationID) }
    }

    /// The usages in `target`, oldest first.
    package func all(in target: UsageTarget, of organization: OrganizationID) async throws -> [Usage] {
        try await transaction.rows(
            """
            SELECT \(Self.columns) FROM asset_usage
            WHERE organization_id = \(organization) AND target_type = \(target.type) AND target_id = \(target.externalID)
            ORDER BY created_at, id
            """
        ).map(Usage.init)
    }

    /// Removes the usages of an asset that were found in content, and counts them out; how many they were.
    package func deleteExtracted(of asset: AssetID, in organization: OrganizationID) async throws -> Int {
        let removed = try await transaction.run(
            """
            DELETE FROM asset_usage
            WHERE asset_id = \(asset) AND organization_id = \(organization) AND origin = \(UsageOrigin.extracted)
            """)
        if removed > 0 { try await count(asset, -removed, in: organization) }
        return removed
    }

    private func count(_ asset: AssetID, _ change: Int, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE asset SET usage_count = usage_count + \(change) WHERE id = \(asset) AND organization_id = \(organization)
            """)
    }
}

extension Usage {
    init(_ row: Row) throws {
        self.init(
            id: try row.get("id"), organizationID: try row.get("organization_id"), assetID: try row.get("asset_id"),
            target: UsageTarget(type: try row.get("target_type"), externalID: try row.get("target_id")),
            slotType: try row.get("slot_type"), slotKey: try row.get("slot_key"), position: try row.get("position"),
            origin: try row.get("origin"), createdBy: try row.get("created_by"), createdAt: try row.get("created_at"))
    }
}
