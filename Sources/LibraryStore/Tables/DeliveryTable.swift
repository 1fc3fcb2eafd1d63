internal import Database
package import Library

/// What `/files` needs to know about a key (M42).
package struct DeliveredBlob: Sendable {
    package let place: StoragePlace
    package let key: String
    package let mimeType: String
    package let byteSize: Int64
    package let checksum: [UInt8]
    /// What the file is called when it is saved.
    package let fileName: String
    package let isPublic: Bool
    package let modifiedAt: Timestamp
}

/// Finds published bytes by their key, for everybody: the key is the address.
package struct DeliveryTable: Sendable {
    let transaction: any Transaction

    /// The blob behind `key`, original or rendition, if its asset may be delivered: active or archived (M46).
    package func find(key: String) async throws -> DeliveredBlob? {
        try await transaction.row(
            """
            SELECT storage_provider, bucket, storage_key, mime_type, byte_size, checksum, display_name, visibility, created_at
            FROM asset WHERE storage_key = \(key) AND status IN ('active', 'archived') AND byte_size IS NOT NULL
            UNION ALL
            SELECT rendition.storage_provider, rendition.bucket, rendition.storage_key, rendition.mime_type, rendition.byte_size,
                rendition.checksum, display_name, visibility, created_at
            FROM rendition JOIN asset ON asset.id = rendition.asset_id
            WHERE rendition.storage_key = \(key) AND status IN ('active', 'archived')
            """
        ).map(DeliveredBlob.init)
    }
}

extension DeliveredBlob {
    fileprivate init(_ row: Row) throws {
        place = StoragePlace(provider: try row.get("storage_provider"), bucket: try row.get("bucket"))
        key = try row.get("storage_key")
        mimeType = try row.get("mime_type") ?? "application/octet-stream"
        byteSize = try row.get("byte_size")
        checksum = try row.get("checksum")
        fileName = try row.get("display_name")
        isPublic = try row.get("visibility", as: Visibility.self) == .public
        modifiedAt = try row.get("created_at")
    }
}
