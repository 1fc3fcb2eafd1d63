internal import Library
internal import Operations

/// What stands in a manifest before its lists.
struct ManifestHead: Encodable {
    let format = LibraryExport.format
    let version = LibraryExport.version
    let exportedAt: String
    /// What addresses of files at this server begin with.
    let filesUrl: String
    let organization: ExportedOrganization
    let folders: [ExportedFolder]

    init(_ export: LibraryExport, _ addresses: AssetAddresses) {
        exportedAt = export.exportedAt.description
        filesUrl = addresses.absolute("/files/")
        organization = ExportedOrganization(export.organization)
        folders = export.folders.map(ExportedFolder.init)
    }
}

struct ExportedOrganization: Encodable {
    let id: String
    let slug: String
    let name: String
    let profile: String

    init(_ organization: Organization) {
        id = organization.id.description
        slug = organization.slug
        name = organization.name
        profile = organization.profile.rawValue
    }
}

struct ExportedFolder: Encodable {
    let folder: Folder

    init(_ folder: Folder) { self.folder = folder }

    private enum Key: String, CodingKey { case id, parentId, name, createdAt }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(folder.id.description, forKey: .id)
        try body.encode(folder.parentID?.description, forKey: .parentId)
        try body.encode(folder.name, forKey: .name)
        try body.encode(folder.createdAt.description, forKey: .createdAt)
    }
}

/// An asset as every answer has it, and what only an export tells; its usages follow.
struct ExportedAssetBody: Encodable {
    let exported: ExportedAsset
    let addresses: AssetAddresses
    let download: SignedAddress?
    /// Where its file is in the archive; nil in a manifest that stands alone.
    let archived: ArchivedFiles?

    private enum Key: String, CodingKey {
        case storageKey, uploadPaths, hasOwnThumbnail, thumbnailSourceUrl, downloadUrl, downloadUrlExpiresAt, file, thumbnailFile
    }

    func encode(to encoder: any Encoder) throws {
        let asset = exported.asset
        try AssetBody(asset, addresses).encode(to: encoder)
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(asset.storage?.key, forKey: .storageKey)
        try body.encode(exported.uploadPaths, forKey: .uploadPaths)
        try body.encode(asset.hasOwnThumbnail, forKey: .hasOwnThumbnail)
        try body.encode(asset.thumbnailSourceURL, forKey: .thumbnailSourceUrl)
        try body.encode(download.map { addresses.absolute($0.path) }, forKey: .downloadUrl)
        try body.encode(download?.expiresAt.description, forKey: .downloadUrlExpiresAt)
        guard let archived else { return }
        try body.encode(archived.original, forKey: .file)
        try body.encode(archived.thumbnail, forKey: .thumbnailFile)
    }
}

/// The names an asset's files have in an archive: no more than its id, so that they are everybody's file names.
struct ArchivedFiles: Sendable {
    var original: String?
    var thumbnail: String?

    init() {}

    init(of asset: Asset, hasThumbnail: Bool) {
        original = asset.storage.map { storage in
            let name = storage.key.split(separator: "/").last ?? ""
            // Files that were there before have the names they had.
            let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...] } ?? ""
            let isPlain = (1...10).contains(ending.utf8.count) && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return "media/\(asset.id)" + (isPlain ? ".\(ending)" : "")
        }
        thumbnail = hasThumbnail ? "thumbnails/\(asset.id).webp" : nil
    }
}

struct ExportedContent: Encodable {
    let item: ContentItem

    init(_ item: ContentItem) { self.item = item }

    private enum Key: String, CodingKey { case type, externalId, title, url, format, body, revision, createdAt, updatedAt }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(item.type.name, forKey: .type)
        try body.encode(item.externalID, forKey: .externalId)
        try body.encode(item.title, forKey: .title)
        try body.encode(item.url, forKey: .url)
        try body.encode(item.format.rawValue, forKey: .format)
        // As a text: byte for byte what was pushed.
        try body.encode(item.body, forKey: .body)
        try body.encode(item.revision, forKey: .revision)
        try body.encode(item.createdAt.description, forKey: .createdAt)
        try body.encode(item.updatedAt.description, forKey: .updatedAt)
    }
}
