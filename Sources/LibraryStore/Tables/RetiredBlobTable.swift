internal import Database
package import Library

/// Blobs of versions that were replaced: nobody's any more, and to be removed (ARCHITECTURE, "Replace").
package struct RetiredBlobTable: Sendable {
    let transaction: any Transaction

    private static let columns = SQL("storage_key, organization_id, asset_id, storage_provider, bucket, failure")

    package func insert(
        _ key: String, at place: StoragePlace, of asset: AssetID, in organization: OrganizationID, at now: Timestamp
    ) async throws {
        try await transaction.run(
            """
            INSERT INTO retired_blob (storage_key, organization_id, asset_id, storage_provider, bucket, retired_at)
            VALUES (\(key), \(organization), \(asset), \(place.provider), \(place.bucket), \(now))
            """)
    }

    /// Retires every rendition of an asset: their rows become ones of this table.
    package func retireRenditions(of asset: AssetID, in organization: OrganizationID, at now: Timestamp) async throws {
        let owned: SQL = """
            asset_id = \(asset) AND EXISTS (SELECT 1 FROM asset WHERE asset.id = \(asset) AND asset.organization_id = \(organization))
            """
        try await transaction.run(
            """
            INSERT INTO retired_blob (storage_key, organization_id, asset_id, storage_provider, bucket, retired_at)
            SELECT storage_key, \(organization), asset_id, storage_provider, bucket, \(now) FROM rendition WHERE \(owned)
            """)
        try await transaction.run("DELETE FROM rendition WHERE \(owned)")
    }

    package func all(of asset: AssetID, in organization: OrganizationID) async throws -> [RetiredBlob] {
        try await transaction.rows(
            """
            SELECT \(Self.columns) FROM retired_blob WHERE organization_id = \(organization) AND asset_id = \(asset)
            ORDER BY storage_key
            """
        ).map(RetiredBlob.init)
    }

    /// The first `limit` of any organization, also of one that is gone, that were retired at `moment` or before, after `key`.
    package func due(since moment: Timestamp, after key: String, limit: Int) async throws -> [RetiredBlob] {
        try await transaction.rows(
            """
            SELECT \(Self.columns) FROM retired_blob WHERE storage_key > \(key) AND retired_at <= \(moment)
            ORDER BY storage_key LIMIT \(limit)
            """
        ).map(RetiredBlob.init)
    }

    /// Says why the blob could not be removed.
    package func setFailure(_ reason: String, of key: String, in organization: OrganizationID) async throws {
        try await transaction.run(
            "UPDATE retired_blob SET failure = \(reason) WHERE storage_key = \(key) AND organization_id = \(organization)")
    }

    package func remove(_ key: String, in organization: OrganizationID) async throws {
        try await transaction.run(
            "DELETE FROM retired_blob WHERE storage_key = \(key) AND organization_id = \(organization)")
    }

    /// Forgets those of an asset whose blobs are all removed.
    package func removeAll(of asset: AssetID, in organization: OrganizationID) async throws {
        try await transaction.run(
            "DELETE FROM retired_blob WHERE organization_id = \(organization) AND asset_id = \(asset)")
    }
}

/// A blob that waits for its removal.
package struct RetiredBlob: Sendable {
    package let key: String
    package let place: StoragePlace
    package let organizationID: OrganizationID
    package let assetID: AssetID
    /// Why the last attempt to remove it failed.
    package let failure: String?

    fileprivate init(_ row: Row) throws {
        key = try row.get("storage_key")
        place = StoragePlace(provider: try row.get("storage_provider"), bucket: try row.get("bucket"))
        organizationID = try row.get("organization_id")
        assetID = try row.get("asset_id")
        failure = try row.get("failure")
    }
}
