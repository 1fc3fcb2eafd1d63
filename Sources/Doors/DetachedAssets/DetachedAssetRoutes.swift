internal import Cryptography
internal import HTTPServer
internal import Library
internal import Operations

/// `/detached-assets`: what organizations left that were deleted, for superadmins (M5).
enum DetachedAssetRoutes {
    static let all = [
        Route(.get, "/detached-assets", .superadmin(list), errors: .either),
        Route(.post, "/detached-assets/{id}/delete", .superadmin(deleteByForm), errors: .page),
        Route(.delete, "/detached-assets/{id}", .superadmin(delete)),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        if exchange.asksForPage { return try await DetachedAssetPages(exchange, signedIn).list() }
        let parameters = try KeysetParameters(try exchange.query())
        let page = try await exchange.library.detachedAssets(
            after: try parameters.position(DetachedAssetCursor.init(text:)), limit: parameters.limit, by: ServerCaller(signedIn))
        return HTTPResponse.json(
            KeysetList(
                items: page.items.map { DetachedAssetBody($0, exchange) }, nextCursor: page.next?.text, total: page.total))
    }

    @Sendable private static func deleteByForm(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        try await DetachedAssetPages(exchange, signedIn).delete()
    }

    @Sendable private static func delete(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        try await exchange.library.deleteDetachedAsset(try exchange.assetID(), by: ServerCaller(signedIn))
        return .noContent()
    }
}

extension ServerCaller {
    init(_ signedIn: SignedIn, door: Door = .api) { self.init(user: signedIn.user, door: door) }
}

extension DetachedAssetCursor {
    var text: String { Base64URL.encode(Array("\(createdAt.microseconds)\n\(id)".utf8)) }

    init?(text: String) {
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self) else { return nil }
        let parts = plain.split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count == 2, let microseconds = Int64(parts[0]), let id = AssetID(parts[1]) else { return nil }
        self.init(createdAt: Timestamp(microseconds: microseconds), id: id)
    }
}

/// A detached asset; absent values are written as null.
struct DetachedAssetBody: Encodable {
    private struct Former: Encodable {
        let id: String
        let slug: String
        let name: String
        let deletedAt: String
    }

    private let detached: DetachedAsset
    private let publicURL: String?

    init(_ detached: DetachedAsset, _ exchange: Exchange) {
        self.detached = detached
        publicURL = detached.asset.publicAddress.map(exchange.absolute)
    }

    private enum Key: String, CodingKey {
        case id, displayName, kind, mimeType, byteSize, status, publicUrl, createdAt, deletionError, formerOrganization
    }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        let (asset, former) = (detached.asset, detached.organization)
        try body.encode(asset.id.description, forKey: .id)
        try body.encode(asset.metadata.displayName, forKey: .displayName)
        try body.encode(asset.kind.rawValue, forKey: .kind)
        try body.encode(asset.mimeType, forKey: .mimeType)
        try body.encode(asset.byteSize, forKey: .byteSize)
        try body.encode(asset.status.rawValue, forKey: .status)
        try body.encode(publicURL, forKey: .publicUrl)
        try body.encode(asset.createdAt.description, forKey: .createdAt)
        try body.encode(asset.deletionError, forKey: .deletionError)
        let organization = Former(
            id: former.id.description, slug: former.slug, name: former.name, deletedAt: former.deletedAt.description)
        try body.encode(organization, forKey: .formerOrganization)
    }
}
