internal import Library

/// An asset as commands print it, for people and machines; names as the API has them.
struct AssetLine: Encodable {
    private let asset: Asset

    init(_ asset: Asset) { self.asset = asset }

    var text: String {
        let size = asset.byteSize.map(byteCount) ?? ""
        return "\(asset.id)\t\(asset.kind.rawValue)\t\(size)\t\(asset.status.rawValue)\t\(asset.metadata.displayName)"
    }

    /// What there is to say, by name.
    var facts: [(name: String, value: String)] {
        members.compactMap { member in member.value.map { (member.key.rawValue, "\($0)") } }
    }

    private enum Key: String, CodingKey {
        case id, kind, provider, sourceUrl, mimeType, byteSize, checksum, version, title, description, label, altText,
            displayName, originalName
        case logicalPath, folderId, mediaType, visibility, width, height, tags, usageCount, status, createdAt, updatedAt,
            deletedAt
    }

    private typealias Value = any Encodable & CustomStringConvertible & Sendable

    private var members: [(key: Key, value: Value?)] {
        let metadata = asset.metadata
        return [
            (.id, asset.id.description), (.kind, asset.kind.rawValue), (.provider, asset.provider.rawValue),
            (.sourceUrl, asset.sourceURL), (.mimeType, asset.mimeType), (.byteSize, asset.byteSize),
            (.checksum, asset.checksum.map(hexadecimal)), (.version, asset.version), (.title, metadata.title),
            (.description, metadata.description), (.label, metadata.label), (.altText, metadata.altText),
            (.displayName, metadata.displayName), (.originalName, asset.originalName), (.logicalPath, asset.logicalPath),
            (.folderId, asset.folderID?.description), (.mediaType, asset.mediaType?.rawValue),
            (.visibility, asset.visibility.rawValue), (.width, asset.picture.width), (.height, asset.picture.height),
            (.usageCount, asset.usageCount), (.status, asset.status.rawValue), (.createdAt, asset.createdAt.description),
            (.updatedAt, asset.updatedAt.description), (.deletedAt, asset.deletedAt?.description),
        ]
    }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        for member in members {
            if let value = member.value {
                try body.encode(value, forKey: member.key)
            } else {
                try body.encodeNil(forKey: member.key)
            }
        }
        try body.encode(asset.tags, forKey: .tags)
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
