internal import Database
package import Library

/// What `/files` needs to know about a key (M42).
package struct DeliveredBlob: Sendable {
    package let place: StoragePlace
    package let key: String
    package let mimeType: String
    /// Nil while nobody has asked the store (M50).
    package let byteSize: Int64?
    /// SHA-256; nil of bytes that were adopted and never read.
    package let checksum: [UInt8]?
    /// What the file is called when it is saved.
    package let fileName: String
    /// Whether the plain address answers: not for what is private or in Trash (M46).
    package let isPublic: Bool
    /// When the bytes became the present ones.
    package let modifiedAt: Timestamp
}

/// Finds published bytes by their key, for everybody: the key is the address.
package struct DeliveryTable: Sendable {
    let transaction: any Transaction

    /// The blob behind `key`: an original or rendition of an asset that is not being deleted, a logo or a global file.
    package func find(key: String) async throws -> DeliveredBlob? {
        guard key.isStorable else { return nil }
        let blobs = try await transaction.rows(
            """
            SELECT storage_provider, bucket, storage_key, mime_type, byte_size, checksum, display_name, visibility,
                status, COALESCE(bytes_changed_at, created_at) AS modified_at
            FROM asset WHERE storage_key = \(key) AND status <> 'deleting' AND byte_size IS NOT NULL
            UNION ALL
            SELECT rendition.storage_provider, rendition.bucket, rendition.storage_key, rendition.mime_type, rendition.byte_size,
                rendition.checksum, display_name, visibility, status, COALESCE(bytes_changed_at, created_at)
            FROM rendition JOIN asset ON asset.id = rendition.asset_id
            WHERE rendition.storage_key = \(key) AND status <> 'deleting'
            UNION ALL
            SELECT logo_provider, logo_bucket, logo_key, logo_mime_type, logo_byte_size, logo_checksum, NULL, 'public',
                'active', logo_updated_at
            FROM organization WHERE logo_key = \(key)
            UNION ALL
            SELECT storage_provider, bucket, storage_key, mime_type, byte_size, checksum, NULL, 'public', 'active', created_at
            FROM global_blob WHERE storage_key = \(key)
            """
        ).map(DeliveredBlob.init)
        // Two organizations may have adopted one file.
        return blobs.first(where: \.isPublic) ?? blobs.first
    }

    /// The current version of the bytes or rendition that `name` was once the key of, by the same rules. A version that is still to
    /// come is not found, and neither is a key with another extension than the first or the present version has.
    package func current(_ name: AssetKey) async throws -> DeliveredBlob? {
        let owned: SQL = """
            asset.id = \(name.asset) AND asset.version >= \(name.version) AND status <> 'deleting'
                AND (organization_id = \(name.organization) OR former_organization_id = \(name.organization))
            """
        guard let rendition = name.rendition else {
            let row = try await transaction.row(
                """
                SELECT storage_provider, bucket, storage_key, mime_type, byte_size, checksum, display_name, visibility,
                    status, COALESCE(bytes_changed_at, created_at) AS modified_at, public_url
                FROM asset WHERE \(owned) AND (version > \(name.version) OR storage_key = \(name.key)) AND byte_size IS NOT NULL
                """)
            guard let row else { return nil }
            let publicURL: String = try row.get("public_url")
            guard name.version > 1 || publicURL.hasSuffix("/\(name.key)") else { return nil }
            return try DeliveredBlob(row)
        }
        return try await transaction.row(
            """
            SELECT rendition.storage_provider, rendition.bucket, rendition.storage_key, rendition.mime_type, rendition.byte_size,
                rendition.checksum, display_name, visibility, status, COALESCE(bytes_changed_at, created_at) AS modified_at
            FROM rendition JOIN asset ON asset.id = rendition.asset_id
            WHERE asset_id = \(name.asset) AND name = \(rendition) AND \(owned)
            """
        ).map(DeliveredBlob.init)
    }
}

extension DeliveryTable {
    /// The present bytes of an asset that was adopted under `key` and has others since (M50).
    package func adopted(_ key: String) async throws -> DeliveredBlob? {
        guard key.isStorable else { return nil }
        return try await transaction.row(
            """
            SELECT storage_provider, bucket, asset.storage_key, mime_type, byte_size, checksum, display_name, visibility,
                status, COALESCE(bytes_changed_at, created_at) AS modified_at
            FROM adopted_key JOIN asset ON asset.id = adopted_key.asset_id
            WHERE adopted_key.storage_key = \(key) AND status <> 'deleting' AND byte_size IS NOT NULL
            ORDER BY visibility DESC, status LIMIT 1
            """
        ).map(DeliveredBlob.init)
    }
}

extension DeliveredBlob {
    fileprivate init(_ row: Row) throws {
        place = StoragePlace(provider: try row.get("storage_provider"), bucket: try row.get("bucket"))
        key = try row.get("storage_key")
        mimeType = try row.get("mime_type") ?? "application/octet-stream"
        let size: Int64 = try row.get("byte_size")
        checksum = try row.get("checksum")
        byteSize = size == 0 && checksum == nil ? nil : size
        let name: String? = try row.get("display_name")
        fileName = name ?? key.split(separator: "/").last.map(String.init) ?? key
        let status: AssetStatus = try row.get("status")
        isPublic = try row.get("visibility", as: Visibility.self) == .public && status.isInLibrary
        modifiedAt = try row.get("modified_at")
    }
}
