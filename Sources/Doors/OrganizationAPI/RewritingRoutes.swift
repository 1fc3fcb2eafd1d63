internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/organization/assets/{id}/replace-usages` and `/rewrite-references` (M61, M64).
enum RewritingRoutes {
    static let all = [
        Route(.post, "/organization/assets/{id}/replace-usages", .api(.edit, replace)),
        Route(.post, "/organization/assets/{id}/rewrite-references", .api(.edit, rewrite)),
    ]

    @Sendable private static func replace(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        var fields = JSONFields(try await exchange.jsonObject())
        let replacement = fields.string("withAssetId")
        try fields.end()
        let replaced = try await exchange.library.replaceUsages(
            of: id, by: AssetID(replacement), baseURL: exchange.baseURL, by: caller)
        return .json(
            ReplacedBody(
                replacedUsages: replaced.usages, rewrittenItems: replaced.content.items,
                notRewritten: replaced.content.notRewritten.map(NotRewrittenBody.init)))
    }

    @Sendable private static func rewrite(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let content = try await exchange.library.rewriteReferences(to: try exchange.assetID(), by: caller)
        return .json(
            RewrittenBody(
                rewrittenReferences: content.references, rewrittenItems: content.items,
                notRewritten: content.notRewritten.map(NotRewrittenBody.init)))
    }

    private struct ReplacedBody: Encodable {
        let replacedUsages: Int
        let rewrittenItems: Int
        let notRewritten: [NotRewrittenBody]
    }

    private struct RewrittenBody: Encodable {
        let rewrittenReferences: Int
        let rewrittenItems: Int
        let notRewritten: [NotRewrittenBody]
    }
}

/// What becomes of references when an asset gets another logical path: `?references=rewrite`.
enum RenameReferences: String, CaseIterable {
    case rewrite, keep

    /// How many references lead nowhere by the paths the asset had before.
    static let brokenHeader = "Vitrine-Broken-References"
    static let rewrittenHeader = "Vitrine-Rewritten-References"
}

extension Exchange {
    /// Reads `references`, the only parameter an edit has.
    func renameReferences() throws -> RenameReferences {
        var fields = QueryFields(try query())
        let choice = fields.choice("references", of: RenameReferences.self)
        try fields.end()
        return choice ?? .keep
    }

    /// Has the references follow an asset's new path where that was asked for; what to tell of it by headers.
    func followRename(
        of asset: Asset, _ choice: RenameReferences, by caller: Caller
    ) async throws -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if choice == .rewrite {
            let content = try await library.rewriteReferences(to: asset.id, by: caller)
            headers.append((RenameReferences.rewrittenHeader, "\(content.references)"))
        }
        let broken = try await library.referencesByFormerPaths(of: asset.id, by: caller).count
        if broken > 0 { headers.append((RenameReferences.brokenHeader, "\(broken)")) }
        return headers
    }
}

/// A reference that stands as before; absent values are written as null.
struct NotRewrittenBody: Encodable, Sendable {
    let reference: NotRewritten

    init(_ reference: NotRewritten) { self.reference = reference }

    private enum Key: String, CodingKey {
        case targetType, targetId, targetTitle, targetUrl, slotType, slotKey, position, reference, reason
    }

    func encode(to encoder: any Encoder) throws {
        let place = reference.place
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(place.target.type.name, forKey: .targetType)
        try body.encode(place.target.externalID, forKey: .targetId)
        try body.encode(place.title, forKey: .targetTitle)
        try body.encode(place.url, forKey: .targetUrl)
        try body.encode(place.slot.type, forKey: .slotType)
        try body.encode(place.slot.key, forKey: .slotKey)
        try body.encode(place.slot.position, forKey: .position)
        try body.encode(reference.written, forKey: .reference)
        try body.encode(reference.reason.rawValue, forKey: .reason)
    }
}
