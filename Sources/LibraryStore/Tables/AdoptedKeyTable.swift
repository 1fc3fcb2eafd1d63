internal import Database
package import Library

/// Storage keys that this library did not make, and the assets they were adopted for (M50).
package struct AdoptedKeyTable: Sendable {
    let transaction: any Transaction

    package func insert(_ key: String, of asset: AssetID, in organization: OrganizationID) async throws {
        try await transaction.run(
            "INSERT INTO adopted_key (organization_id, storage_key, asset_id) VALUES (\(organization), \(key), \(asset))")
    }

    /// The organization's assets that have, or once had, one of `keys`.
    package func assets(
        by keys: Set<String>, in organization: OrganizationID
    ) async throws -> [String: (id: AssetID, status: AssetStatus)] {
        var found: [String: (id: AssetID, status: AssetStatus)] = [:]
        let keys = keys.filter(\.isStorable).sorted()
        for start in stride(from: 0, to: keys.count, by: 500) {
            let batch = SQL.list(Array(keys[start..<min(start + 500, keys.count)]))
            let rows = try await transaction.rows(
                """
                SELECT storage_key AS held, id, status FROM asset
                WHERE organization_id = \(organization) AND provider = \(AssetProvider.upload) AND storage_key IN (\(batch))
                UNION
                SELECT adopted_key.storage_key, asset.id, asset.status
                FROM adopted_key JOIN asset ON asset.id = adopted_key.asset_id
                WHERE adopted_key.organization_id = \(organization) AND adopted_key.storage_key IN (\(batch))
                """)
            for row in rows { found[try row.get("held")] = (try row.get("id"), try row.get("status")) }
        }
        return found
    }

    /// The keys an asset was adopted under.
    package func keys(of asset: AssetID, in organization: OrganizationID) async throws -> [String] {
        try await transaction.rows(
            "SELECT storage_key FROM adopted_key WHERE asset_id = \(asset) AND organization_id = \(organization) ORDER BY storage_key"
        ).map { try $0.get("storage_key") }
    }

    /// Whether a row other than `asset`'s, whoever's it is, still needs the bytes under `key`.
    package func isShared(_ key: String, by asset: AssetID) async throws -> Bool {
        try await transaction.row(
            """
            SELECT 1 AS found FROM asset
            WHERE storage_key = \(key) AND id <> \(asset) AND status <> \(AssetStatus.deleting) LIMIT 1
            """) != nil
    }
}
