/// One stored or external item of an organization's library (M7).
package struct Asset: Sendable {
    package let id: AssetID
    /// Nil for a detached asset, whose organization was deleted (M5).
    package var organizationID: OrganizationID?
    package var scope: AssetScope
    package var folderID: FolderID?
    package var kind: AssetKind
    package var provider: AssetProvider
    package var storage: StoredBlob?
    package var mimeType: String?
    /// Size of the original in bytes; nil of an upload only while nobody has seen the bytes it was adopted with (M10, M50).
    package var byteSize: Int64?
    /// SHA-256 of the original.
    package var checksum: [UInt8]?
    /// Counts the byte versions from 1; a replace makes the next.
    package var version: Int
    /// When the present version took the place of another; nil for the first.
    package var bytesChangedAt: Timestamp?
    /// The version that lies under the public address, where that points straight at a bucket; else the current one.
    package var publicCopyVersion: Int
    package var metadata: AssetMetadata
    package var originalName: String
    /// Unique in the organization by its folded form, held until the asset is gone (M32, M46).
    package var logicalPath: String?
    /// Normalized names, in order (M31).
    package var tags: [String]
    /// How many places in content use it (M37).
    package var usageCount: Int
    package var mediaType: MediaTypeRole?
    package var visibility: Visibility
    package var sourceURL: String?
    /// Where the picture of an external asset was said to be; fetched once, for its thumbnail.
    package var thumbnailSourceURL: String?
    package var picture: PictureFacts
    package var thumbnail: ThumbnailState
    /// Whether an editor chose the picture that stands for it (M12).
    package var hasOwnThumbnail: Bool
    /// Tells the thumbnails of one byte version apart in their keys; empty for the first made from the file.
    package var thumbnailMark: String
    package var status: AssetStatus
    package var deletedAt: Timestamp?
    /// Why the last attempt to remove the bytes failed, while the row waits for a retry (M45).
    package var deletionError: String?
    package var createdBy: UserID?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: AssetID, organizationID: OrganizationID?, scope: AssetScope = .organization, folderID: FolderID? = nil,
        kind: AssetKind,
        provider: AssetProvider, storage: StoredBlob?, mimeType: String?, byteSize: Int64?, checksum: [UInt8]?, version: Int = 1,
        metadata: AssetMetadata, originalName: String, logicalPath: String? = nil, tags: [String] = [], usageCount: Int = 0,
        mediaType: MediaTypeRole? = nil, visibility: Visibility = .public, sourceURL: String? = nil,
        thumbnailSourceURL: String? = nil,
        picture: PictureFacts = PictureFacts(),
        thumbnail: ThumbnailState = ThumbnailState(status: .none), hasOwnThumbnail: Bool = false, thumbnailMark: String = "",
        status: AssetStatus = .active,
        deletedAt: Timestamp? = nil,
        deletionError: String? = nil, createdBy: UserID?, createdAt: Timestamp, updatedAt: Timestamp,
        bytesChangedAt: Timestamp? = nil, publicCopyVersion: Int = 1
    ) {
        self.id = id
        self.organizationID = organizationID
        self.scope = scope
        self.folderID = folderID
        self.kind = kind
        self.provider = provider
        self.storage = storage
        self.mimeType = mimeType
        self.byteSize = byteSize
        self.checksum = checksum
        self.version = version
        self.bytesChangedAt = bytesChangedAt
        self.publicCopyVersion = publicCopyVersion
        self.metadata = metadata
        self.originalName = originalName
        self.logicalPath = logicalPath
        self.tags = tags
        self.usageCount = usageCount
        self.mediaType = mediaType
        self.visibility = visibility
        self.sourceURL = sourceURL
        self.thumbnailSourceURL = thumbnailSourceURL
        self.picture = picture
        self.thumbnail = thumbnail
        self.hasOwnThumbnail = hasOwnThumbnail
        self.thumbnailMark = thumbnailMark
        self.status = status
        self.deletedAt = deletedAt
        self.deletionError = deletionError
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The validator of what people write into the record, for `If-Match`: every edit moves `updatedAt`. A thumbnail that becomes
    /// ready does not, or the edit of somebody who looks at the asset meanwhile would be refused for nothing.
    package var entityTag: String { "\"\(String(updatedAt.microseconds, radix: 36))-\(version)\"" }

    /// What a list shows: the file's name; of a link, which is no file, its title.
    package var nameForPeople: String {
        provider.isExternal ? metadata.title ?? metadata.displayName : metadata.displayName
    }

    /// The folded text that search by name, title, path and tag looks into (M33): a line for each.
    package var searchText: String {
        ([metadata.displayName, metadata.title ?? "", logicalPath ?? ""] + tags).joined(separator: "\n").folded
    }
}

/// What editors write about an asset; a change shows everywhere the asset is used (M12).
package struct AssetMetadata: Hashable, Sendable {
    /// The file name people see; starts as the original name.
    package var displayName: String
    package var title: String?
    package var description: String?
    package var altText: String?
    package var label: String?

    package init(
        displayName: String, title: String? = nil, description: String? = nil, altText: String? = nil, label: String? = nil
    ) {
        self.displayName = displayName
        self.title = title
        self.description = description
        self.altText = altText
        self.label = label
    }
}

/// Where an asset's bytes are; never leaves the server but for the public URL (CONTRACT, "The asset").
package struct StoredBlob: Hashable, Sendable {
    package let place: StoragePlace
    package let key: String
    /// As it was when stored; never rewritten when the provider changes (M24). Root-relative or absolute.
    package let publicURL: String

    package init(place: StoragePlace, key: String, publicURL: String) {
        self.place = place
        self.key = key
        self.publicURL = publicURL
    }
}

/// What a picture's header says; sizes are of the upright picture, in pixels.
package struct PictureFacts: Hashable, Sendable {
    package var width: Int?
    package var height: Int?
    package var durationSeconds: Double?
    package var pageCount: Int?
    /// A small allow-list of EXIF facts (camera, lens, exposure, date); never a location.
    package var exif: [String: String]
    /// A BlurHash shown while the thumbnail loads.
    package var placeholder: String?

    package init(
        width: Int? = nil, height: Int? = nil, durationSeconds: Double? = nil, pageCount: Int? = nil,
        exif: [String: String] = [:],
        placeholder: String? = nil
    ) {
        self.width = width
        self.height = height
        self.durationSeconds = durationSeconds
        self.pageCount = pageCount
        self.exif = exif
        self.placeholder = placeholder
    }

    /// The reduced ratio, such as `4:3`.
    package var aspectRatio: String? {
        guard let width, let height, width > 0, height > 0 else { return nil }
        let divisor = greatestCommonDivisor(width, height)
        return "\(width / divisor):\(height / divisor)"
    }
}

private func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (first, second) = (first, second)
    while second != 0 { (first, second) = (second, first % second) }
    return first
}
