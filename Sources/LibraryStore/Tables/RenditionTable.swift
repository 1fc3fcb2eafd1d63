internal import Database
package import Library

/// Thumbnails and other derived files.
package struct RenditionTable: Sendable {
    let transaction: any Transaction

    static let columns = SQL(
        "asset_id, name, version, storage_provider, bucket, storage_key, mime_type, byte_size, checksum, width, height")

    /// Records a rendition in the place of one of an older version.
    package func put(_ rendition: Rendition) async throws {
        try await transaction.run(
            """
            INSERT INTO rendition (\(Self.columns))
            VALUES (\(rendition.assetID), \(rendition.name), \(rendition.version), \(rendition.place.provider),
                \(rendition.place.bucket), \(rendition.key), \(rendition.mimeType), \(rendition.byteSize), \(rendition.checksum), \(rendition.width), \(rendition.height))
            ON CONFLICT (asset_id, name) DO UPDATE SET version = excluded.version, storage_provider = excluded.storage_provider,
                bucket = excluded.bucket, storage_key = excluded.storage_key,
                mime_type = excluded.mime_type, byte_size = excluded.byte_size, checksum = excluded.checksum,
                width = excluded.width, height = excluded.height
            """)
    }

    package func all(of asset: AssetID, in organization: OrganizationID) async throws -> [Rendition] {
        try await transaction.rows(
            """
            SELECT \(Self.columns) FROM rendition
            WHERE asset_id = \(asset) AND EXISTS (SELECT 1 FROM asset WHERE id = \(asset) AND organization_id = \(organization))
            """
        ).map(Rendition.init)
    }

    /// Renditions of the organization in key order after `key`, for verification.
    package func page(after key: String, in organization: OrganizationID, limit: Int) async throws -> [Rendition] {
        let prefix = StorageKey.organizationPrefix(organization)
        return try await transaction.rows(
            """
            SELECT \(Self.columns) FROM rendition
            WHERE storage_key > \(max(key, prefix)) AND storage_key < \(prefix + "\u{7f}") ORDER BY storage_key LIMIT \(limit)
            """
        ).map(Rendition.init)
    }
}

extension Rendition {
    init(_ row: Row) throws {
        self.init(
            assetID: try row.get("asset_id"), name: try row.get("name"), version: try row.get("version"),
            place: StoragePlace(provider: try row.get("storage_provider"), bucket: try row.get("bucket")),
            key: try row.get("storage_key"), mimeType: try row.get("mime_type"), byteSize: try row.get("byte_size"),
            checksum: try row.get("checksum"), width: try row.get("width"), height: try row.get("height"))
    }
}
