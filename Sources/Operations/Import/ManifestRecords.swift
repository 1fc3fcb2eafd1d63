internal import JSON
internal import Library

struct FolderRecord {
    let id: FolderID
    let parentID: FolderID?
    let name: String

    init(_ fields: ManifestFields) throws {
        id = try fields.id("id", of: Folder.self)
        parentID = try fields.optionalID("parentId", of: Folder.self)
        name = try fields.text("name")
    }
}

/// An asset as a manifest has it.
struct AssetRecord {
    let id: AssetID
    let provider: AssetProvider
    /// Of whoever imports it: fields that people write are checked with the upload.
    let edit: AssetEdit
    let displayName: String
    let originalName: String
    let folderID: FolderID?
    let status: AssetStatus
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let deletedAt: Timestamp?
    let byteSize: Int64?
    let checksum: [UInt8]?
    let mimeType: String?
    let publicURL: String?
    let sourceURL: String?
    let thumbnailSourceURL: String?
    let uploadPaths: [String]
    /// Where the file is in the export, and the thumbnail an editor chose.
    let file: String?
    let thumbnailFile: String?
    /// What somebody said of its use; what is found in content is found anew.
    let declared: [UsageRecord]

    init(_ fields: ManifestFields) throws {
        id = try fields.id("id", of: Asset.self)
        provider = try fields.choice("provider", of: AssetProvider.self)
        displayName = try fields.text("displayName")
        originalName = try fields.text("originalName")
        folderID = try fields.optionalID("folderId", of: Folder.self)
        status = try fields.choice("status", of: AssetStatus.self)
        createdAt = try fields.moment("createdAt")
        updatedAt = try fields.moment("updatedAt")
        deletedAt = try fields.optionalMoment("deletedAt")
        byteSize = try fields.optionalInteger("byteSize")
        if let byteSize, byteSize < 0 { throw ManifestFields.Wrong(reason: "“byteSize” is below zero") }
        checksum = try fields.optionalChecksum("checksum")
        mimeType = try fields.optionalText("mimeType")
        publicURL = try fields.optionalText("publicUrl")
        // Of a file it is told and never followed, of a link it is checked with it.
        let source = try fields.optionalText("sourceUrl")
        sourceURL = provider.isExternal ? source : source.flatMap { WebAddress($0)?.text }
        thumbnailSourceURL = try fields.optionalText("thumbnailSourceUrl")
        uploadPaths = try fields.texts("uploadPaths")
        guard uploadPaths.allSatisfy({ $0.utf8.count <= Provenance.maximumPathBytes && !$0.utf8.contains(0) }) else {
            throw ManifestFields.Wrong(reason: "“uploadPaths” holds what is no path")
        }
        file = try fields.optionalText("file")
        thumbnailFile = try fields.optionalText("thumbnailFile")
        declared = try fields.items("usages").map { try UsageRecord(ManifestFields($0)) }.filter { $0.origin == .declared }
        var edit = AssetEdit()
        edit.displayName = displayName
        edit.title = .some(try fields.optionalText("title"))
        edit.description = .some(try fields.optionalText("description"))
        edit.altText = .some(try fields.optionalText("altText"))
        edit.label = .some(try fields.optionalText("label"))
        edit.visibility = try fields.choice("visibility", of: Visibility.self)
        edit.mediaType = .some(try fields.optionalChoice("mediaType", of: MediaTypeRole.self))
        edit.logicalPath = .some(try fields.optionalText("logicalPath"))
        edit.tags = try fields.texts("tags")
        self.edit = edit
        if provider.isExternal, sourceURL == nil || checksum != nil {
            throw ManifestFields.Wrong(reason: "a link has no address, or a checksum")
        }
    }
}

struct UsageRecord {
    let targetType: String
    let targetID: String
    let slotType: String
    let slotKey: String?
    let position: Int?
    let origin: UsageOrigin
    let createdAt: Timestamp

    init(_ fields: ManifestFields) throws {
        targetType = try fields.text("targetType")
        targetID = try fields.text("targetId")
        slotType = try fields.text("slotType")
        slotKey = try fields.optionalText("slotKey")
        position = try fields.optionalInteger("position").map { Int($0) }
        origin = try fields.choice("origin", of: UsageOrigin.self)
        createdAt = try fields.moment("createdAt")
    }
}

struct ContentRecord {
    let type: String
    let externalID: String
    let title: String
    let url: String?
    let format: ContentItem.BodyFormat
    let body: String
    let revision: Int
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ fields: ManifestFields) throws {
        type = try fields.text("type")
        externalID = try fields.text("externalId")
        title = try fields.text("title")
        url = try fields.optionalText("url")
        format = try fields.choice("format", of: ContentItem.BodyFormat.self)
        body = try fields.text("body")
        revision = Int(try fields.optionalInteger("revision") ?? 1)
        createdAt = try fields.moment("createdAt")
        updatedAt = try fields.moment("updatedAt")
    }
}
