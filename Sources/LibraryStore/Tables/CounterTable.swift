internal import Database
package import Library

/// Counts and bytes of assets by status and kind, moved by the transaction that changes a row (M47).
package struct CounterTable: Sendable {
    let transaction: any Transaction

    /// Counts `asset` in (`+1`) or out (`-1`) under its present status and kind.
    package func count(_ asset: Asset, _ sign: Int64, in organization: OrganizationID) async throws {
        let bytes = (asset.byteSize ?? 0) * sign
        try await transaction.run(
            """
            INSERT INTO storage_counter (organization_id, status, kind, assets, bytes, external_assets)
            VALUES (\(organization), \(asset.status), \(asset.kind), \(sign), \(bytes), \(asset.provider.isExternal ? sign : 0))
            ON CONFLICT (organization_id, status, kind) DO UPDATE
                SET assets = storage_counter.assets + excluded.assets, bytes = storage_counter.bytes + excluded.bytes,
                    external_assets = storage_counter.external_assets + excluded.external_assets
            """)
    }

    package func all(in organization: OrganizationID) async throws -> [StorageCount] {
        try await transaction.rows(
            """
            SELECT status, kind, assets, bytes, external_assets FROM storage_counter
            WHERE organization_id = \(organization) AND (assets <> 0 OR bytes <> 0) ORDER BY status, kind
            """
        ).map(StorageCount.init)
    }

    /// What the counters should say, added up from the rows.
    package func recount(in organization: OrganizationID) async throws -> [StorageCount] {
        try await transaction.rows(
            """
            SELECT status, kind, COUNT(*) AS assets, COALESCE(SUM(byte_size), 0) AS bytes,
                COUNT(CASE WHEN provider <> 'upload' THEN 1 END) AS external_assets
            FROM asset
            WHERE organization_id = \(organization) GROUP BY status, kind ORDER BY status, kind
            """
        ).map(StorageCount.init)
    }
}

/// How many assets of one status and kind there are, how many of them are external, and their bytes.
package struct StorageCount: Hashable, Sendable {
    package let status: AssetStatus
    package let kind: AssetKind
    package let assets: Int
    package let bytes: Int64
    package let externalAssets: Int

    init(_ row: Row) throws {
        status = try row.get("status")
        kind = try row.get("kind")
        assets = try row.get("assets")
        bytes = try row.get("bytes")
        externalAssets = try row.get("external_assets")
    }
}

extension [StorageCount] {
    package func assets(on shelf: AssetShelf) -> Int { on(shelf).reduce(0) { $0 + $1.assets } }

    package func bytes(on shelf: AssetShelf) -> Int64 { on(shelf).reduce(0) { $0 + $1.bytes } }

    private func on(_ shelf: AssetShelf) -> [StorageCount] { filter { shelf.statuses.contains($0.status) } }
}
