internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/changes`: the change feed, for hosts that sync.
enum ChangeRoutes {
    static let all = [Route(.get, "/organization/changes", .api(.read, list))]

    /// What every program can write as a number without loss; no feed gets there.
    static let lastSequence: Int64 = 1 << 53

    private struct ListBody: Encodable {
        let items: [ChangeBody]
        let next: Int64
        let hasMore: Bool
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let (after, limit) = try parameters(try exchange.query())
        let page = try await exchange.library.changes(after: after, limit: limit, by: caller)
        return .json(
            ListBody(items: page.changes.map { ChangeBody($0, exchange) }, next: page.next, hasMore: page.hasMore))
    }

    private static func parameters(_ query: QueryParameters) throws(RequestError) -> (after: Int64, limit: Int) {
        var fields = QueryFields(query)
        let after = fields.integer("after", in: 0...lastSequence, "after is the next of an earlier answer, or 0.")
        let limit = fields.limit()
        try fields.end()
        return (after ?? 0, limit)
    }
}

/// An entry of the feed; a tombstone's asset is written as null.
private struct ChangeBody: Encodable {
    private let change: Change
    private let asset: AssetBody?

    init(_ change: Change, _ exchange: Exchange) {
        self.change = change
        asset = change.asset.map { AssetBody($0, exchange) }
    }

    private enum Key: String, CodingKey { case sequence, type, assetId, at, asset }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(change.sequence, forKey: .sequence)
        try body.encode(asset == nil ? "tombstone" : "upsert", forKey: .type)
        try body.encode(change.assetID.description, forKey: .assetId)
        try body.encode(change.at.description, forKey: .at)
        try body.encode(asset, forKey: .asset)
    }
}
