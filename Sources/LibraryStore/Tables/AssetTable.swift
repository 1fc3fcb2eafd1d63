internal import Database
package import Library

/// Assets: every query carries the organization (M1).
package struct AssetTable: Sendable {
    let transaction: any Transaction

    static let columns = SQL(
        """
        id, organization_id, scope, folder_id, kind, provider, storage_provider, bucket, storage_key, public_url, mime_type, byte_size,
        checksum, version, title, description, label, alt_text, display_name, original_name, logical_path, media_type, visibility,
        source_url, width, height, duration_seconds, page_count, exif, placeholder, thumbnail_status, thumbnail_error,
        thumbnail_attempted_at, status, deleted_at, deletion_error, created_by, created_at, updated_at,
        bytes_changed_at, public_copy_version, sort_title, tags, usage_count, has_own_thumbnail, thumbnail_mark,
        thumbnail_source_url
        """)

    /// Throws ``AssetError`` `logicalPathTaken` where another asset of the organization holds the path; the transaction may go on.
    package func insert(_ asset: Asset) async throws {
        let metadata = asset.metadata
        let count = try await transaction.run(
            """
            INSERT INTO asset (\(Self.columns), display_name_folded, search_text, logical_path_folded)
            VALUES (\(asset.id), \(asset.organizationID), \(asset.scope), \(asset.folderID), \(asset.kind), \(asset.provider),
                \(asset.storage?.place.provider), \(asset.storage?.place.bucket), \(asset.storage?.key), \(asset.storage?.publicURL),
                \(asset.mimeType), \(asset.storedByteSize), \(asset.checksum), \(asset.version), \(metadata.title), \(metadata.description),
                \(metadata.label), \(metadata.altText), \(metadata.displayName), \(asset.originalName), \(asset.logicalPath),
                \(asset.mediaType), \(asset.visibility), \(asset.sourceURL), \(asset.picture.width), \(asset.picture.height),
                \(asset.picture.durationSeconds), \(asset.picture.pageCount), \(asset.picture.exifText), \(asset.picture.placeholder),
                \(asset.thumbnail.status), \(asset.thumbnail.error), \(asset.thumbnail.attemptedAt), \(asset.status), \(asset.deletedAt),
                \(asset.deletionError), \(asset.createdBy), \(asset.createdAt), \(asset.updatedAt),
                \(asset.bytesChangedAt), \(asset.publicCopyVersion), \(metadata.sortTitle),
                \(asset.tags.joined(separator: "\n")), \(asset.usageCount), \(asset.hasOwnThumbnail), \(asset.thumbnailMark),
                \(asset.thumbnailSourceURL),
                \(metadata.displayName.folded), \(asset.searchText), \(asset.logicalPath?.folded))
            ON CONFLICT (organization_id, logical_path_folded) WHERE logical_path_folded IS NOT NULL DO NOTHING
            """)
        if count == 0 { throw AssetError.logicalPathTaken(asset.logicalPath ?? "") }
    }

    /// The asset, whatever its status.
    package func find(_ id: AssetID, in organization: OrganizationID) async throws -> Asset? {
        try await transaction.row("SELECT \(Self.columns) FROM asset WHERE id = \(id) AND organization_id = \(organization)")
            .map(Asset.init)
    }

    /// The asset as it is now and stays until the transaction ends, whatever its status; the organization is locked before it.
    package func findLocked(_ id: AssetID, in organization: OrganizationID) async throws -> Asset? {
        let lock = transaction.dialect.forUpdate
        return try await transaction.row(
            "SELECT \(Self.columns) FROM asset WHERE id = \(id) AND organization_id = \(organization)\(raw: lock)"
        ).map(Asset.init)
    }

    /// Writes what editors decide: metadata, folder, logical path, tags, visibility and media type; `updatedAt` moves with them.
    ///
    /// Throws ``AssetError`` `logicalPathTaken` where another asset of the organization, whatever its status, holds the path.
    package func updateMetadata(_ asset: Asset, in organization: OrganizationID) async throws {
        let metadata = asset.metadata
        let update: SQL =
            """
            UPDATE asset SET display_name = \(metadata.displayName), display_name_folded = \(metadata.displayName.folded),
                title = \(metadata.title), description = \(metadata.description), alt_text = \(metadata.altText),
                label = \(metadata.label), sort_title = \(metadata.sortTitle), search_text = \(asset.searchText),
                folder_id = \(asset.folderID), logical_path = \(asset.logicalPath),
                logical_path_folded = \(asset.logicalPath?.folded), tags = \(asset.tags.joined(separator: "\n")),
                visibility = \(asset.visibility), media_type = \(asset.mediaType), updated_at = \(asset.updatedAt)
            WHERE id = \(asset.id) AND organization_id = \(organization)
            """
        do {
            try await transaction.run(update)
        } catch {
            guard case .uniqueViolation(let constraint) = error, constraint.contains("logical_path") else { throw error }
            throw AssetError.logicalPathTaken(asset.logicalPath ?? "")
        }
    }

    /// Writes where in its life `asset` is, and since when; `updatedAt` moves with it.
    package func updateStatus(_ asset: Asset, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE asset SET status = \(asset.status), deleted_at = \(asset.deletedAt), deletion_error = \(asset.deletionError),
                updated_at = \(asset.updatedAt)
            WHERE id = \(asset.id) AND organization_id = \(organization)
            """)
    }

    package func setDeletionError(_ reason: String, of id: AssetID, in organization: OrganizationID) async throws {
        try await transaction.run(
            "UPDATE asset SET deletion_error = \(reason) WHERE id = \(id) AND organization_id = \(organization)")
    }

    /// Writes the outcome of a thumbnail attempt if the asset still has the bytes, and the thumbnail to come, that `seen` has; false
    /// when it moved on.
    package func setPicture(
        _ picture: PictureFacts, _ thumbnail: ThumbnailState, of seen: Asset, in organization: OrganizationID
    ) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE asset SET width = \(picture.width), height = \(picture.height), duration_seconds = \(picture.durationSeconds),
                page_count = \(picture.pageCount), exif = \(picture.exifText), placeholder = \(picture.placeholder),
                thumbnail_status = \(thumbnail.status), thumbnail_error = \(thumbnail.error),
                thumbnail_attempted_at = \(thumbnail.attemptedAt)
            WHERE id = \(seen.id) AND organization_id = \(organization) AND version = \(seen.version)
                AND thumbnail_mark = \(seen.thumbnailMark) AND status <> \(AssetStatus.deleting)
            """) == 1
    }

    /// Marks the failed thumbnail of `asset` as tried again at `now`; false when it is not as it was seen any more.
    package func claimThumbnailRetry(of asset: Asset, at now: Timestamp, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE asset SET thumbnail_attempted_at = \(now)
            WHERE id = \(asset.id) AND organization_id = \(organization) AND status <> \(AssetStatus.deleting)
                AND thumbnail_status = \(ThumbnailStatus.failed)
                AND COALESCE(thumbnail_attempted_at, 0) = \(asset.thumbnail.attemptedAt?.microseconds ?? 0)
            """) == 1
    }

    /// Assets whose deletion began at or before `moment` and has not ended.
    package func deleting(since moment: Timestamp, in organization: OrganizationID) async throws -> [AssetID] {
        try await transaction.rows(
            """
            SELECT id FROM asset
            WHERE organization_id = \(organization) AND status = \(AssetStatus.deleting) AND updated_at <= \(moment)
            """
        ).map { try $0.get("id") }
    }

    /// What has been in Trash since `moment` or longer, the longest first.
    package func trashed(since moment: Timestamp, in organization: OrganizationID, limit: Int) async throws -> [AssetID] {
        try await transaction.rows(
            """
            SELECT id FROM asset
            WHERE organization_id = \(organization) AND status = \(AssetStatus.trashed) AND deleted_at <= \(moment)
            ORDER BY deleted_at, id LIMIT \(limit)
            """
        ).map { try $0.get("id") }
    }

    package func delete(_ id: AssetID, in organization: OrganizationID) async throws {
        try await transaction.run("DELETE FROM asset WHERE id = \(id) AND organization_id = \(organization)")
    }

    /// Rows that own blobs, in key order after `key`, for verification.
    package func withBlobs(after key: String, in organization: OrganizationID, limit: Int) async throws -> [Asset] {
        try await transaction.rows(
            """
            SELECT \(Self.columns) FROM asset WHERE organization_id = \(organization) AND storage_key > \(key)
            ORDER BY storage_key LIMIT \(limit)
            """
        ).map(Asset.init)
    }
}

extension AssetMetadata {
    /// What sorting by title compares: the title, or the name where there is none; of a long one its beginning, as an index entry of
    /// PostgreSQL holds 2,704 bytes at most.
    var sortTitle: String {
        let text = (title ?? displayName).folded
        if text.utf8.count <= Self.sortedBytes { return text }
        // Cut between scalars, not within one.
        var end = text.utf8.index(text.startIndex, offsetBy: Self.sortedBytes)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }

    private static let sortedBytes = 2_048
}
