internal import Cryptography
internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/references/broken`.
enum ReferenceRoutes {
    static let all = [Route(.get, "/organization/references/broken", .api(.read, broken))]

    @Sendable private static func broken(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let parameters = try KeysetParameters(try exchange.query())
        let page = try await exchange.library.listBrokenReferences(
            after: try parameters.position(BrokenReferencePosition.init), limit: parameters.limit, by: caller)
        return .json(
            KeysetList(items: page.references.map(BrokenReferenceBody.init), nextCursor: page.next?.text, total: page.total))
    }
}

/// One reference; absent values are written as null.
private struct BrokenReferenceBody: Encodable {
    let reference: BrokenReference

    init(_ reference: BrokenReference) { self.reference = reference }

    private enum Key: String, CodingKey {
        case targetType, targetId, targetTitle, targetUrl, slotType, slotKey, position, reference, reason
    }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(reference.target.type.name, forKey: .targetType)
        try body.encode(reference.target.externalID, forKey: .targetId)
        try body.encode(reference.title, forKey: .targetTitle)
        try body.encode(reference.url, forKey: .targetUrl)
        try body.encode(reference.slot.type, forKey: .slotType)
        try body.encode(reference.slot.key, forKey: .slotKey)
        try body.encode(reference.slot.position, forKey: .position)
        try body.encode(reference.written, forKey: .reference)
        try body.encode(reference.reason.rawValue, forKey: .reason)
    }
}

/// Cursors of the list as clients carry them.
extension BrokenReferencePosition {
    var text: String { Base64URL.encode(Array("b\(item)\(ordinal)".utf8)) }

    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self), plain.hasPrefix("b"),
            let item = ContentItemID(String(plain.dropFirst().prefix(36))), let ordinal = Int(plain.dropFirst(37)),
            (0...ContentItem.maximumReferences).contains(ordinal)
        else { return nil }
        self.init(item: item, ordinal: ordinal)
    }
}
