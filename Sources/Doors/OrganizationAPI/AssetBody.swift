internal import Cryptography
internal import Library
internal import Operations

/// The asset as `/organization` answers it (CONTRACT): camelCase, absent values null, no bucket, key or credential.
struct AssetBody: Encodable {
    private let asset: Asset
    private let addresses: AssetAddresses

    init(_ asset: Asset, _ exchange: Exchange) {
        self.init(asset, AssetAddresses(library: exchange.library, baseURL: exchange.baseURL))
    }

    init(_ asset: Asset, _ addresses: AssetAddresses) {
        self.asset = asset
        self.addresses = addresses
    }

    private enum Key: String, CodingKey {
        case id, organizationId, scope, folderId, kind, provider, storageProvider, mimeType, byteSize, checksum, version, title,
            description, label, altText, displayName, originalName, logicalPath, mediaType, visibility, publicUrl, sourceUrl,
            thumbnailUrl, cardUrl, thumbnailStatus, thumbnailError, placeholder, width, height, durationSeconds, aspectRatio,
            pageCount,
            exif, isExternal, status, tags, usageCount, createdBy, createdAt, updatedAt, deletedAt, deletionError
    }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try encodeIdentity(&body)
        try encodeMetadata(&body)
        try encodePicture(&body)
        try body.encode(asset.status.rawValue, forKey: .status)
        try body.encode(asset.tags, forKey: .tags)
        try body.encode(asset.usageCount, forKey: .usageCount)
        try body.encode(asset.createdBy?.description, forKey: .createdBy)
        try body.encode(asset.createdAt.description, forKey: .createdAt)
        try body.encode(asset.updatedAt.description, forKey: .updatedAt)
        try body.encode(asset.deletedAt?.description, forKey: .deletedAt)
        try body.encode(asset.deletionError, forKey: .deletionError)
    }

    private func encodeIdentity(_ body: inout KeyedEncodingContainer<Key>) throws {
        try body.encode(asset.id.description, forKey: .id)
        try body.encode(asset.organizationID?.description, forKey: .organizationId)
        try body.encode(asset.scope.rawValue, forKey: .scope)
        try body.encode(asset.folderID?.description, forKey: .folderId)
        try body.encode(asset.kind.rawValue, forKey: .kind)
        try body.encode(asset.provider.rawValue, forKey: .provider)
        try body.encode(asset.storage?.place.provider, forKey: .storageProvider)
        try body.encode(asset.mimeType, forKey: .mimeType)
        try body.encode(asset.byteSize, forKey: .byteSize)
        try body.encode(asset.checksum.map { Hex.encode($0) }, forKey: .checksum)
        try body.encode(asset.version, forKey: .version)
        try body.encode(asset.provider.isExternal, forKey: .isExternal)
    }

    private func encodeMetadata(_ body: inout KeyedEncodingContainer<Key>) throws {
        try body.encode(asset.metadata.title, forKey: .title)
        try body.encode(asset.metadata.description, forKey: .description)
        try body.encode(asset.metadata.label, forKey: .label)
        try body.encode(asset.metadata.altText, forKey: .altText)
        try body.encode(asset.metadata.displayName, forKey: .displayName)
        try body.encode(asset.originalName, forKey: .originalName)
        try body.encode(asset.logicalPath, forKey: .logicalPath)
        try body.encode(asset.mediaType?.rawValue, forKey: .mediaType)
        try body.encode(asset.visibility.rawValue, forKey: .visibility)
        try body.encode(asset.publicAddress.map(addresses.absolute), forKey: .publicUrl)
        try body.encode(asset.sourceURL, forKey: .sourceUrl)
    }

    private func encodePicture(_ body: inout KeyedEncodingContainer<Key>) throws {
        let picture = asset.picture
        try body.encode(addresses.library.path(of: asset, .thumbnail).map(addresses.absolute), forKey: .thumbnailUrl)
        try body.encode(addresses.library.path(of: asset, .card).map(addresses.absolute), forKey: .cardUrl)
        try body.encode(asset.thumbnail.status.rawValue, forKey: .thumbnailStatus)
        try body.encode(asset.thumbnail.error, forKey: .thumbnailError)
        try body.encode(picture.placeholder, forKey: .placeholder)
        try body.encode(picture.width, forKey: .width)
        try body.encode(picture.height, forKey: .height)
        try body.encode(picture.durationSeconds, forKey: .durationSeconds)
        try body.encode(picture.aspectRatio, forKey: .aspectRatio)
        try body.encode(picture.pageCount, forKey: .pageCount)
        try body.encode(picture.exif, forKey: .exif)
    }
}

/// How an answer writes addresses of this library.
struct AssetAddresses: Sendable {
    let library: MediaLibrary
    /// `https://host` this server is reached at; empty where nobody knows, which leaves addresses root-relative.
    let baseURL: String

    func absolute(_ url: String) -> String { url.hasPrefix("/") ? baseURL + url : url }
}
