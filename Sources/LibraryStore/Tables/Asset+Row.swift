internal import Database
internal import Library

extension Asset {
    init(_ row: Row) throws {
        self.init(
            id: try row.get("id"), organizationID: try row.get("organization_id"), scope: try row.get("scope"),
            folderID: try row.get("folder_id"), kind: try row.get("kind"), provider: try row.get("provider"),
            storage: try StoredBlob(row), mimeType: try row.get("mime_type"),
            byteSize: Self.byteSize(try row.get("byte_size"), try row.get("provider")),
            checksum: try row.get("checksum"), version: try row.get("version"), metadata: try AssetMetadata(row),
            originalName: try row.get("original_name"), logicalPath: try row.get("logical_path"),
            tags: Self.tags(try row.get("tags")), usageCount: try row.get("usage_count"),
            mediaType: try row.get("media_type"), visibility: try row.get("visibility"), sourceURL: try row.get("source_url"),
            thumbnailSourceURL: try row.get("thumbnail_source_url"),
            picture: try PictureFacts(row), thumbnail: try ThumbnailState(row), hasOwnThumbnail: try row.get("has_own_thumbnail"),
            thumbnailMark: try row.get("thumbnail_mark"),
            status: try row.get("status"),
            deletedAt: try row.get("deleted_at"), deletionError: try row.get("deletion_error"),
            createdBy: try row.get("created_by"),
            createdAt: try row.get("created_at"), updatedAt: try row.get("updated_at"),
            bytesChangedAt: try row.get("bytes_changed_at"), publicCopyVersion: try row.get("public_copy_version"))
    }

    /// Uploads have bytes: 0 of one is a size that nobody has asked the store for yet (M50).
    private static func byteSize(_ stored: Int64?, _ provider: AssetProvider) -> Int64? {
        provider == .upload && stored == 0 ? nil : stored
    }

    /// What the column holds: a number for every upload (M10).
    var storedByteSize: Int64? { provider == .upload ? byteSize ?? 0 : byteSize }

    private static func tags(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}

extension StoredBlob {
    fileprivate init?(_ row: Row) throws {
        guard let key: String = try row.get("storage_key") else { return nil }
        self.init(
            place: StoragePlace(provider: try row.get("storage_provider"), bucket: try row.get("bucket")), key: key,
            publicURL: try row.get("public_url"))
    }
}

extension AssetMetadata {
    fileprivate init(_ row: Row) throws {
        self.init(
            displayName: try row.get("display_name"), title: try row.get("title"), description: try row.get("description"),
            altText: try row.get("alt_text"), label: try row.get("label"))
    }
}

extension ThumbnailState {
    fileprivate init(_ row: Row) throws {
        self.init(
            status: try row.get("thumbnail_status"), error: try row.get("thumbnail_error"),
            attemptedAt: try row.get("thumbnail_attempted_at"))
    }
}

extension PictureFacts {
    fileprivate init(_ row: Row) throws {
        self.init(
            width: try row.get("width"), height: try row.get("height"), durationSeconds: try row.get("duration_seconds"),
            pageCount: try row.get("page_count"), exif: Self.exif(from: try row.get("exif")),
            placeholder: try row.get("placeholder"))
    }

    /// One `name=value` line a fact; neither holds a line break or a NUL, and names hold no `=`.
    var exifText: String {
        exif.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.filter { !$0.isNewline && $0 != "\0" })" }
            .joined(separator: "\n")
    }

    private static func exif(from text: String) -> [String: String] {
        var facts: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            facts[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return facts
    }
}
