internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// A content item as it is answered; absent values are written as null.
struct ContentBody {
    private let reading: ContentReading
    private let addresses: AssetAddresses

    init(_ reading: ContentReading, _ addresses: AssetAddresses) {
        self.reading = reading
        self.addresses = addresses
    }

    /// With the body as it is stored, to the byte: numbers and the order of names are its own system's.
    func response(status: Int = 200) -> HTTPResponse {
        var response = HTTPResponse.json(Fields(content: self), status: status)
        if case .bytes(let bytes) = response.body, bytes.last == UInt8(ascii: "}") {
            response.body = .bytes(bytes.dropLast() + Array(",\"body\":\(source)}".utf8))
        }
        response.headers.append(("ETag", reading.item.entityTag))
        return response
    }

    private var source: String {
        if reading.item.format == .markdown { return JSONDocument.quoted(reading.body) }
        return reading.body.isEmpty ? "null" : reading.body
    }

    /// Everything but the body.
    private struct Fields: Encodable {
        let content: ContentBody

        private enum Key: String, CodingKey {
            case id, type, externalId, title, url, format, revision, createdAt, updatedAt, references, assets, unresolved
        }

        func encode(to encoder: any Encoder) throws {
            let (reading, item) = (content.reading, content.reading.item)
            var body = encoder.container(keyedBy: Key.self)
            try body.encode(item.id.description, forKey: .id)
            try body.encode(item.type.name, forKey: .type)
            try body.encode(item.externalID, forKey: .externalId)
            try body.encode(item.title, forKey: .title)
            try body.encode(item.url, forKey: .url)
            try body.encode(item.format.rawValue, forKey: .format)
            try body.encode(item.revision, forKey: .revision)
            try body.encode(item.createdAt.description, forKey: .createdAt)
            try body.encode(item.updatedAt.description, forKey: .updatedAt)
            try body.encode(reading.references.filter(\.isShown).map(ReferenceBody.init), forKey: .references)
            let assets = reading.assets.values.map { ("\($0.id)", AssetBody($0, content.addresses)) }
            try body.encode(Dictionary(uniqueKeysWithValues: assets), forKey: .assets)
            try body.encode(reading.unresolved, forKey: .unresolved)
        }
    }
}

extension NamedAsset {
    /// An address elsewhere, or an id of something else, is no reference to this library.
    var isShown: Bool { isCertain || asset != nil }
}

/// A place in a body that names an asset; absent values are written as null.
private struct ReferenceBody: Encodable {
    let reference: NamedAsset

    private enum Key: String, CodingKey { case slotType, slotKey, position, reference, assetId }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(reference.slot.type, forKey: .slotType)
        try body.encode(reference.slot.key, forKey: .slotKey)
        try body.encode(reference.slot.position, forKey: .position)
        try body.encode(reference.written, forKey: .reference)
        try body.encode(reference.asset?.description, forKey: .assetId)
    }
}

/// A content item in a list.
struct ListedContentBody: Encodable {
    let listed: ListedContent

    init(_ listed: ListedContent) { self.listed = listed }

    private enum Key: String, CodingKey {
        case id, type, externalId, title, url, format, revision, createdAt, updatedAt, referenceCount, brokenCount
    }

    func encode(to encoder: any Encoder) throws {
        let item = listed.item
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(item.id.description, forKey: .id)
        try body.encode(item.type.name, forKey: .type)
        try body.encode(item.externalID, forKey: .externalId)
        try body.encode(item.title, forKey: .title)
        try body.encode(item.url, forKey: .url)
        try body.encode(item.format.rawValue, forKey: .format)
        try body.encode(item.revision, forKey: .revision)
        try body.encode(item.createdAt.description, forKey: .createdAt)
        try body.encode(item.updatedAt.description, forKey: .updatedAt)
        try body.encode(listed.referenceCount, forKey: .referenceCount)
        try body.encode(listed.brokenCount, forKey: .brokenCount)
    }
}

extension AssetAddresses {
    init(_ exchange: Exchange) { self.init(library: exchange.library, baseURL: exchange.baseURL) }

    /// Where an asset is reached: its public address, or that of a link.
    func address(of asset: Asset) -> String? { asset.publicAddress.map(absolute) }
}
