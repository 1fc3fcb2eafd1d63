internal import Cryptography
internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/tags`, and the tags of one asset (M31).
enum TagRoutes {
    static let all = [
        Route(.get, "/organization/tags", .api(.read, list)),
        Route(.put, "/organization/assets/{id}/tags/{name}", .api(.edit, add)),
        Route(.delete, "/organization/assets/{id}/tags/{name}", .api(.edit, remove)),
    ]

    private struct TagBody: Encodable {
        let name: String
        let assets: Int
    }

    /// The most used first, then by name; `prefix` is what somebody has typed so far.
    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.query()
        let parameters = try KeysetParameters(query, filters: ["prefix"])
        let tags = try await exchange.library.listTags(
            prefix: query["prefix"], after: try parameters.position(TagCursor.init(text:)), limit: parameters.limit + 1,
            by: caller)
        let page = tags.prefix(parameters.limit)
        let next = tags.count > page.count ? page.last.map { TagCursor(after: $0).text } : nil
        let isWhole = next == nil && parameters.cursor == nil
        return HTTPResponse.json(
            KeysetList(
                items: page.map { TagBody(name: $0.name, assets: $0.assets) }, nextCursor: next,
                total: isWhole ? page.count : nil))
    }

    @Sendable private static func add(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let asset = try await exchange.library.tagAsset(
            try exchange.assetID(), adding: [exchange.parameters["name"] ?? ""], field: "name",
            ifMatch: exchange.ifMatch, by: caller)
        return AssetRoutes.answer(asset, exchange)
    }

    /// Removing what the asset does not have is done already.
    @Sendable private static func remove(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        _ = try await exchange.library.tagAsset(
            try exchange.assetID(), adding: [], removing: [exchange.parameters["name"] ?? ""],
            ifMatch: exchange.ifMatch, by: caller)
        return .noContent()
    }
}

extension TagCursor {
    /// As clients carry it.
    fileprivate var text: String { "\(assets)-\(Base64URL.encode(Array(name.utf8)))" }

    fileprivate init?(text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let assets = Int(parts[0]), let bytes = Base64URL.decode(parts[1]),
            let name = String(validating: bytes, as: UTF8.self)
        else { return nil }
        self.init(assets: assets, name: name)
    }
}
