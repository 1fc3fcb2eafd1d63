internal import Database
package import Library

/// Assets whose organization was deleted (M5): the one place whose statements name rows that no organization has.
package struct DetachedAssetTable: Sendable {
    let transaction: any Transaction

    /// Lets nobody else change what a former organization left until the transaction ends: what ``OrganizationTable/lock(_:)`` is to
    /// the rows of one that is there.
    package func lock(_ former: OrganizationID) async throws {
        let lock = transaction.dialect.forNoKeyUpdate
        _ = try await transaction.row("SELECT 1 AS locked FROM former_organization WHERE id = \(former)\(raw: lock)")
    }

    /// One page after `cursor`, newest first, with one more row than asked to know whether a next page exists.
    package func list(after cursor: DetachedAssetCursor?, limit: Int) async throws -> (assets: [DetachedAsset], hasMore: Bool) {
        var sql: SQL = "SELECT \(Self.columns) FROM \(Self.source) WHERE \(Self.isDetached)"
        if let cursor { sql += " AND (created_at, id) < (\(cursor.createdAt), \(cursor.id))" }
        sql += " ORDER BY created_at DESC, id DESC LIMIT \(limit + 1)"
        let assets = try await transaction.rows(sql).map(DetachedAsset.init)
        return (Array(assets.prefix(limit)), assets.count > limit)
    }

    /// How many there are, counting no further than one past ``AssetQuery/exactTotalLimit``.
    package func boundedCount() async throws -> Int {
        let limit = AssetQuery.exactTotalLimit + 1
        return try await transaction.row(
            "SELECT COUNT(*) AS total FROM (SELECT 1 FROM asset WHERE \(Self.isDetached) LIMIT \(limit)) AS bounded"
        ).map { try $0.get("total") } ?? 0
    }

    package func find(_ id: AssetID) async throws -> DetachedAsset? {
        try await transaction.row("SELECT \(Self.columns) FROM \(Self.source) WHERE id = \(id) AND \(Self.isDetached)")
            .map(DetachedAsset.init)
    }

    /// Takes it out of delivery, before its bytes go.
    package func beginDeletion(of id: AssetID, at now: Timestamp) async throws {
        try await transaction.run(
            """
            UPDATE asset SET status = \(AssetStatus.deleting), deleted_at = \(now), updated_at = \(now)
            WHERE id = \(id) AND \(Self.isDetached)
            """)
    }

    package func setDeletionError(_ reason: String, of id: AssetID) async throws {
        try await transaction.run("UPDATE asset SET deletion_error = \(reason) WHERE id = \(id) AND \(Self.isDetached)")
    }

    package func delete(_ id: AssetID) async throws {
        try await transaction.run("DELETE FROM asset WHERE id = \(id) AND \(Self.isDetached)")
    }

    package func renditions(of id: AssetID) async throws -> [Rendition] {
        try await transaction.rows(
            """
            SELECT \(RenditionTable.columns) FROM rendition
            WHERE asset_id = \(id) AND EXISTS (SELECT 1 FROM asset WHERE id = \(id) AND \(Self.isDetached))
            """
        ).map(Rendition.init)
    }

    /// Those whose deletion began at or before `moment` and has not ended.
    package func deleting(since moment: Timestamp) async throws -> [AssetID] {
        try await transaction.rows(
            """
            SELECT id FROM asset WHERE \(Self.isDetached) AND status = \(AssetStatus.deleting) AND deleted_at <= \(moment)
            ORDER BY id
            """
        ).map { try $0.get("id") }
    }

    /// Those that have been in Trash since `moment` or longer.
    package func trashed(since moment: Timestamp) async throws -> [AssetID] {
        try await transaction.rows(
            """
            SELECT id FROM asset WHERE \(Self.isDetached) AND status = \(AssetStatus.trashed) AND deleted_at <= \(moment)
            ORDER BY id
            """
        ).map { try $0.get("id") }
    }

    /// Rows of a former organization that own blobs, in key order after `key`, for verification.
    package func withBlobs(after key: String, of former: OrganizationID, limit: Int) async throws -> [Asset] {
        let prefix = StorageKey.organizationPrefix(former)
        return try await transaction.rows(
            """
            SELECT \(AssetTable.columns) FROM asset
            WHERE storage_key > \(max(key, prefix)) AND storage_key < \(prefix + "\u{7f}") AND \(Self.isDetached)
            ORDER BY storage_key LIMIT \(limit)
            """
        ).map(Asset.init)
    }

    private static let isDetached: SQL = "organization_id IS NULL AND scope = 'detached'"
    private static let columns: SQL =
        "\(AssetTable.columns), former_id, former_slug, former_name, former_deleted_by, former_deleted_at"
    private static let source: SQL = """
        asset JOIN (
            SELECT id AS former_id, slug AS former_slug, name AS former_name, deleted_by AS former_deleted_by,
                deleted_at AS former_deleted_at
            FROM former_organization
        ) AS former ON former_id = former_organization_id
        """
}

extension DetachedAsset {
    fileprivate init(_ row: Row) throws {
        self.init(
            asset: try Asset(row),
            organization: FormerOrganization(
                id: try row.get("former_id"), slug: try row.get("former_slug"), name: try row.get("former_name"),
                deletedBy: try row.get("former_deleted_by"), deletedAt: try row.get("former_deleted_at")))
    }
}
