internal import Database
package import Library

/// Byte versions: the switch from one to the next, and the copies that follow it.
extension AssetTable {
    /// Writes another version of an asset's bytes with all that is known of them. Its public address stays.
    package func updateBytes(_ asset: Asset, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE asset SET version = \(asset.version), storage_provider = \(asset.storage?.place.provider),
                bucket = \(asset.storage?.place.bucket), storage_key = \(asset.storage?.key), mime_type = \(asset.mimeType),
                byte_size = \(asset.storedByteSize), checksum = \(asset.checksum), original_name = \(asset.originalName),
                width = \(asset.picture.width), height = \(asset.picture.height),
                duration_seconds = \(asset.picture.durationSeconds), page_count = \(asset.picture.pageCount),
                exif = \(asset.picture.exifText), placeholder = \(asset.picture.placeholder),
                thumbnail_status = \(asset.thumbnail.status), thumbnail_error = \(asset.thumbnail.error),
                thumbnail_attempted_at = \(asset.thumbnail.attemptedAt), has_own_thumbnail = \(asset.hasOwnThumbnail),
                thumbnail_mark = \(asset.thumbnailMark), bytes_changed_at = \(asset.bytesChangedAt),
                public_copy_version = \(asset.publicCopyVersion), updated_at = \(asset.updatedAt)
            WHERE id = \(asset.id) AND organization_id = \(organization)
            """)
    }

    /// Writes which picture stands for the asset; `updatedAt` moves with it.
    package func updateThumbnail(_ asset: Asset, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE asset SET placeholder = \(asset.picture.placeholder), thumbnail_status = \(asset.thumbnail.status),
                thumbnail_error = \(asset.thumbnail.error), thumbnail_attempted_at = \(asset.thumbnail.attemptedAt),
                has_own_thumbnail = \(asset.hasOwnThumbnail), thumbnail_mark = \(asset.thumbnailMark),
                updated_at = \(asset.updatedAt)
            WHERE id = \(asset.id) AND organization_id = \(organization)
            """)
    }

    /// Records which version lies under the public address; false when the asset is gone.
    package func setPublicCopy(version: Int, of id: AssetID, in organization: OrganizationID) async throws -> Bool {
        try await transaction.run(
            "UPDATE asset SET public_copy_version = \(version) WHERE id = \(id) AND organization_id = \(organization)") == 1
    }

    /// Assets under whose public address another version lies than the current one.
    package func withOldPublicCopy(in organization: OrganizationID) async throws -> [AssetID] {
        try await transaction.rows(
            """
            SELECT id FROM asset WHERE organization_id = \(organization) AND public_copy_version < version
                AND status <> \(AssetStatus.deleting)
            """
        ).map { try $0.get("id") }
    }
}
