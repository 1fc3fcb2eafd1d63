internal import Database
package import Library

/// What belongs to no organization: named values, and the files behind some of them.
package struct GlobalTable: Sendable {
    let transaction: any Transaction

    private static let blobColumns = SQL("storage_key, storage_provider, bucket, mime_type, byte_size, checksum, created_at")

    /// The values of an entry such as `site-variables/main`, by name; empty when there is no such entry.
    package func values(of entry: String) async throws -> [String: String] {
        let rows = try await transaction.rows("SELECT name, value FROM global_data WHERE entry = \(entry) ORDER BY name")
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.get("name"), try $0.get("value")) })
    }

    package func set(_ name: String, to value: String, in entry: String, at now: Timestamp) async throws {
        try await transaction.run(
            """
            INSERT INTO global_data (entry, name, value, updated_at) VALUES (\(entry), \(name), \(value), \(now))
            ON CONFLICT (entry, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
            """)
    }

    /// Records a blob, or that it is in another place now.
    package func put(_ blob: GlobalBlob) async throws {
        try await transaction.run(
            """
            INSERT INTO global_blob (\(Self.blobColumns))
            VALUES (\(blob.key), \(blob.place.provider), \(blob.place.bucket), \(blob.mimeType), \(blob.byteSize),
                \(blob.checksum), \(blob.createdAt))
            ON CONFLICT (storage_key) DO UPDATE SET storage_provider = excluded.storage_provider, bucket = excluded.bucket
            """)
    }

    /// All of them, by key: a handful for each version of the defaults there ever was.
    package func blobs() async throws -> [GlobalBlob] {
        try await transaction.rows("SELECT \(Self.blobColumns) FROM global_blob ORDER BY storage_key").map(GlobalBlob.init)
    }
}

extension GlobalBlob {
    fileprivate init(_ row: Row) throws {
        self.init(
            place: StoragePlace(provider: try row.get("storage_provider"), bucket: try row.get("bucket")),
            key: try row.get("storage_key"), mimeType: try row.get("mime_type"), byteSize: try row.get("byte_size"),
            checksum: try row.get("checksum"), createdAt: try row.get("created_at"))
    }
}
