internal import FoundationEssentials
internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/organization/tokens`: the organization's API tokens (M4).
enum TokenRoutes {
    static let all = [
        Route(.get, "/organization/tokens", .api(.administer, list)),
        Route(.post, "/organization/tokens", .api(.administer, create), repeatable: .byAnswer),
        Route(.delete, "/organization/tokens/{id}", .api(.administer, revoke)),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let parameters = try KeysetParameters(try exchange.query())
        let page = try await exchange.library.listTokens(
            before: try parameters.position { TokenID($0) }, limit: parameters.limit, by: caller)
        return .json(
            KeysetList(items: page.tokens.map(TokenBody.init), nextCursor: page.next?.description, total: page.total))
    }

    @Sendable private static func create(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let request = try NewToken(json: try await exchange.jsonObject())
        let created = try await exchange.library.createToken(request, by: caller)
        var response = HTTPResponse.json(TokenBody(created, userEmail: caller.user?.email ?? ""), status: 201)
        response.headers.append(("Location", "/organization/tokens/\(created.token.id)"))
        return response
    }

    @Sendable private static func revoke(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await exchange.library.revokeToken(try exchange.tokenID(), by: caller)
        return .noContent()
    }
}

extension Exchange {
    /// The token id in the path; a malformed one is as unknown as a missing one (M2).
    func tokenID() throws(AccessError) -> TokenID {
        guard let id = parameters["id"].flatMap({ TokenID($0) }) else { throw .tokenUnknown }
        return id
    }
}

extension NewToken {
    /// `{name, scopes, expiresAt?}`; throws every wrong field together.
    fileprivate init(json: [String: JSONValue]) throws(AccessError) {
        var fields = JSONFields(json)
        let name = fields.string("name")
        let scopes = fields.strings("scopes").compactMap { text -> Scope? in
            if let scope = Scope(rawValue: text) { return scope }
            fields.refuse("scopes", "unknown_value", "scopes is made of read, write and admin.")
            return nil
        }
        let text = fields.optionalString("expiresAt")
        let expiresAt = text.flatMap { Timestamp(rfc3339: $0) }
        if text != nil, expiresAt == nil {
            fields.refuse("expiresAt", "invalid", "expiresAt is a moment such as 2030-01-31T12:00:00Z, or null for never.")
        }
        try fields.end()
        self.init(name: name, scopes: Set(scopes), expiresAt: expiresAt)
    }
}

extension Timestamp {
    /// Parses a moment with its offset, such as `2030-01-31T12:00:00Z`; nil for anything else.
    init?(rfc3339 text: String) {
        let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        guard text.utf8.count <= 40, let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else { return nil }
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        guard abs(microseconds) < 4e15 else { return nil }
        self.init(microseconds: Int64(microseconds))
    }
}
