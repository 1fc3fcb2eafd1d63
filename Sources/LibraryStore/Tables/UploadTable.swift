internal import Database
package import Library

/// Uploads that come in several requests; every query carries the organization (M1, M19, M20).
///
/// They end by the database's clock. What changes their quota is done under the organization's lock, which the caller holds.
package struct UploadTable: Sendable {
    let transaction: any Transaction

    private static let columns = SQL(
        """
        id, organization_id, method, file_name, title, description, alt_text, label, folder_id, logical_path, tags, media_type,
        visibility, on_duplicate, byte_size, mime_type, client_metadata, checksum, storage_provider, bucket, received_bytes, reserved_bytes, fence,
        asset_id, created_by, created_at, expires_at
        """)

    /// Inserts a new upload that lives for `lifetime` seconds, and answers when it ends.
    package func insert(_ upload: Upload, lifetime: Int64) async throws -> Timestamp? {
        let details = upload.details
        return try await transaction.row(
            """
            INSERT INTO upload (\(Self.columns))
            VALUES (\(upload.id), \(upload.organizationID), \(upload.method), \(details.fileName), \(details.title),
                \(details.description), \(details.altText), \(details.label), \(details.folderID), \(details.logicalPath),
                \(details.tags.joined(separator: "\n")), \(details.mediaType), \(details.visibility), \(details.onDuplicate),
                \(upload.byteSize), \(upload.mimeType), \(upload.clientMetadata), \(upload.checksum), \(upload.place.provider), \(upload.place.bucket),
                0, \(upload.reservedBytes), 0, NULL, \(upload.createdBy), \(upload.createdAt), \(end(after: lifetime)))
            RETURNING expires_at
            """
        ).map { try $0.get("expires_at") }
    }

    package func find(_ id: UploadID, in organization: OrganizationID) async throws -> Upload? {
        try await transaction.row("\(select) WHERE id = \(id) AND organization_id = \(organization)").map(Upload.init)
    }

    /// Those that are no assets yet, newest first: everybody's or one user's.
    package func unfinished(
        of user: UserID?, after last: UploadID?, in organization: OrganizationID, limit: Int
    ) async throws -> [Upload] {
        var sql: SQL = "\(select) WHERE organization_id = \(organization) AND asset_id IS NULL AND expires_at > \(now)"
        if let user { sql += " AND created_by = \(user)" }
        if let last { sql += " AND id < \(last)" }
        sql += " ORDER BY id DESC LIMIT \(limit)"
        return try await transaction.rows(sql).map(Upload.init)
    }

    /// How many that are.
    package func unfinishedCount(of user: UserID?, in organization: OrganizationID) async throws -> Int {
        var sql: SQL = "SELECT COUNT(*) AS total FROM upload WHERE organization_id = \(organization) AND asset_id IS NULL"
        sql += " AND expires_at > \(now)"
        if let user { sql += " AND created_by = \(user)" }
        return try await transaction.row(sql).map { try $0.get("total") } ?? 0
    }

    /// Makes the caller the one writer, if the upload stands at `offset`, and answers its number; nil otherwise.
    package func claim(_ id: UploadID, at offset: Int64, in organization: OrganizationID) async throws -> Int64? {
        try await transaction.row(
            """
            UPDATE upload SET fence = fence + 1
            WHERE id = \(id) AND organization_id = \(organization) AND received_bytes = \(offset) AND asset_id IS NULL
                AND expires_at > \(now)
            RETURNING fence
            """
        ).map { try $0.get("fence") }
    }

    /// Adds `part` for the writer with this `fence`; false when it is not the one any more.
    package func add(
        _ part: UploadPart, to id: UploadID, fence: Int64, lifetime: Int64, in organization: OrganizationID
    ) async throws -> Bool {
        let isNext = try await transaction.run(
            """
            UPDATE upload SET received_bytes = received_bytes + \(part.byteSize), expires_at = \(end(after: lifetime))
            WHERE id = \(id) AND organization_id = \(organization) AND fence = \(fence) AND received_bytes = \(part.position)
                AND asset_id IS NULL AND expires_at > 0
            """)
        guard isNext == 1 else { return false }
        try await insert(part, of: id)
        return true
    }

    private func insert(_ part: UploadPart, of id: UploadID) async throws {
        try await transaction.run(
            """
            INSERT INTO upload_part (upload_id, position, storage_key, byte_size)
            VALUES (\(id), \(part.position), \(part.key), \(part.byteSize))
            """)
    }

    package func parts(of id: UploadID, in organization: OrganizationID) async throws -> [UploadPart] {
        try await transaction.rows(
            """
            SELECT position, storage_key, part.byte_size AS byte_size FROM upload_part AS part
            JOIN upload ON upload.id = upload_id
            WHERE upload_id = \(id) AND organization_id = \(organization) ORDER BY position
            """
        ).map(UploadPart.init)
    }

    package func partCount(of id: UploadID, in organization: OrganizationID) async throws -> Int {
        try await transaction.row(
            """
            SELECT COUNT(*) AS parts FROM upload_part JOIN upload ON upload.id = upload_id
            WHERE upload_id = \(id) AND organization_id = \(organization)
            """
        ).map { try $0.get("parts") } ?? 0
    }

    /// Lets it live for `lifetime` seconds from now, and answers when that ends.
    @discardableResult
    package func extend(_ id: UploadID, lifetime: Int64, in organization: OrganizationID) async throws -> Timestamp? {
        try await transaction.row(
            """
            UPDATE upload SET expires_at = \(end(after: lifetime)) WHERE id = \(id) AND organization_id = \(organization)
                AND expires_at > 0
            RETURNING expires_at
            """
        ).map { try $0.get("expires_at") }
    }

    /// Takes the quota the upload holds away from it and answers how much that was.
    package func takeReservation(of id: UploadID, in organization: OrganizationID) async throws -> Int64 {
        let held: Int64? = try await transaction.row(
            "SELECT reserved_bytes FROM upload WHERE id = \(id) AND organization_id = \(organization)\(raw: lock)"
        ).map { try $0.get("reserved_bytes") }
        try await transaction.run(
            "UPDATE upload SET reserved_bytes = 0 WHERE id = \(id) AND organization_id = \(organization)")
        return held ?? 0
    }

    /// Gives quota back to an upload that can still be finished; false where there is none.
    package func giveBack(_ bytes: Int64, to id: UploadID, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE upload SET reserved_bytes = reserved_bytes + \(bytes)
            WHERE id = \(id) AND organization_id = \(organization) AND asset_id IS NULL AND expires_at > 0
            """) == 1
    }

    /// Notes what became of the upload, once; false when it is finished already, or gone. It answers so for `lifetime` seconds more.
    ///
    /// The blob a client wrote to a signed address is a part from now on, to be removed with its row.
    package func finish(_ upload: Upload, as asset: AssetID, lifetime: Int64) async throws -> Bool {
        let (id, organization) = (upload.id, upload.organizationID)
        let isFinished = try await transaction.run(
            """
            UPDATE upload SET asset_id = \(asset), expires_at = \(end(after: lifetime))
            WHERE id = \(id) AND organization_id = \(organization) AND asset_id IS NULL AND expires_at > 0
            """)
        guard isFinished == 1 else { return false }
        if upload.method == .presigned {
            let key = StorageKey.presignedUpload(organization, id)
            try await insert(UploadPart(position: 0, key: key, byteSize: upload.byteSize), of: id)
        }
        return true
    }

    /// Forgets the parts of a finished upload, once their blobs are removed.
    package func forgetParts(of id: UploadID, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            DELETE FROM upload_part WHERE upload_id = (
                SELECT id FROM upload WHERE id = \(id) AND organization_id = \(organization) AND asset_id IS NOT NULL)
            """)
    }

    /// Makes the upload one that is gone for its clients, before its blobs are removed.
    package func end(_ id: UploadID, in organization: OrganizationID) async throws {
        try await transaction.run(
            "UPDATE upload SET expires_at = \(Upload.ended) WHERE id = \(id) AND organization_id = \(organization)")
    }

    /// Removes an ended upload with its parts.
    package func delete(_ id: UploadID, in organization: OrganizationID) async throws {
        try await transaction.run(
            "DELETE FROM upload WHERE id = \(id) AND organization_id = \(organization) AND expires_at = \(Upload.ended)")
    }

    func all(where condition: SQL, in organization: OrganizationID) async throws -> [Upload] {
        try await transaction.rows(
            "\(select) WHERE organization_id = \(organization) AND \(condition) ORDER BY id"
        ).map(Upload.init)
    }

    private var select: SQL {
        "SELECT \(Self.columns), CASE WHEN expires_at <= \(now) THEN 1 ELSE 0 END AS is_expired FROM upload"
    }
    private var now: SQL { transaction.dialect.nowMicroseconds }
    private var lock: String { transaction.dialect.forUpdate }
    private func end(after lifetime: Int64) -> SQL { "\(now) + \(lifetime * 1_000_000)" }
}

extension Upload {
    init(_ row: Row) throws {
        self.init(
            id: try row.get("id"), organizationID: try row.get("organization_id"), method: try row.get("method"),
            details: try UploadDetails(row), byteSize: try row.get("byte_size"), mimeType: try row.get("mime_type"),
            clientMetadata: try row.get("client_metadata"), checksum: try row.get("checksum"),
            place: StoragePlace(provider: try row.get("storage_provider"), bucket: try row.get("bucket")),
            receivedBytes: try row.get("received_bytes"), reservedBytes: try row.get("reserved_bytes"),
            fence: try row.get("fence"),
            assetID: try row.get("asset_id"), createdBy: try row.get("created_by"), createdAt: try row.get("created_at"),
            expiresAt: try row.get("expires_at"), isExpired: try row.get("is_expired"))
    }
}

extension UploadDetails {
    fileprivate init(_ row: Row) throws {
        self.init(fileName: try row.get("file_name"), declaredByteSize: try row.get("byte_size"))
        title = try row.get("title")
        description = try row.get("description")
        altText = try row.get("alt_text")
        label = try row.get("label")
        folderID = try row.get("folder_id")
        logicalPath = try row.get("logical_path")
        tags = try row.get("tags", as: String.self).split(separator: "\n").map(String.init)
        mediaType = try row.get("media_type")
        visibility = try row.get("visibility")
        onDuplicate = try row.get("on_duplicate")
    }
}

extension UploadPart {
    init(_ row: Row) throws {
        self.init(position: try row.get("position"), key: try row.get("storage_key"), byteSize: try row.get("byte_size"))
    }
}
