/// One asset in the grid.
package struct AssetCardModel: Sendable {
    package var id: String
    /// The file name people see.
    package var name: String
    package var kind: AssetKindModel
    /// The type the bytes have, such as `image/png`.
    package var mediaType: String
    /// Nil when it is not known, as for external items.
    package var byteSize: Int64?
    /// Pixels, upright.
    package var width: Int?
    /// Pixels, upright.
    package var height: Int?
    package var durationSeconds: Double?
    /// A small picture's address; never the original.
    package var thumbnailURL: String?
    package var thumbnailStatus: ThumbnailStatusModel
    /// The BlurHash shown while the thumbnail loads.
    package var placeholder: String?
    /// Absolute.
    package var publicURL: String
    /// Seconds since 1970, UTC.
    package var createdAt: Int64
    /// Normalized names, in order.
    package var tags: [String]
    /// Nil for a file.
    package var link: LinkModel?
    /// How many places use it (M37).
    package var useCount: Int

    package init(
        id: String, name: String, kind: AssetKindModel, mediaType: String, byteSize: Int64? = nil, width: Int? = nil,
        height: Int? = nil,
        durationSeconds: Double? = nil, thumbnailURL: String? = nil, thumbnailStatus: ThumbnailStatusModel = .none,
        placeholder: String? = nil, publicURL: String, createdAt: Int64, tags: [String] = [], link: LinkModel? = nil,
        useCount: Int = 0
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.mediaType = mediaType
        self.byteSize = byteSize
        self.width = width
        self.height = height
        self.durationSeconds = durationSeconds
        self.thumbnailURL = thumbnailURL
        self.thumbnailStatus = thumbnailStatus
        self.placeholder = placeholder
        self.publicURL = publicURL
        self.createdAt = createdAt
        self.tags = tags
        self.link = link
        self.useCount = useCount
    }
}

/// What an asset is; raw values are the API's.
package enum AssetKindModel: String, Sendable, CaseIterable {
    case image, video, audio, pdf, document, archive, other
}

/// Where an asset's small picture stands; raw values are the API's.
package enum ThumbnailStatusModel: String, Sendable {
    case pending, ready, failed, none
}
