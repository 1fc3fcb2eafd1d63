internal import Cryptography
internal import FoundationEssentials
internal import HTTPServer
internal import Library
internal import Operations

/// `/site-variables/{name}`: values that sites read from anywhere, such as the default logo's address (M66).
enum SiteVariableRoutes {
    static let all = [
        Route(.get, "/site-variables/{name}", .anybody(show)),
        Route(.options, "/site-variables/{name}", .anybody(preflight)),
    ]

    @Sendable private static func show(_ exchange: Exchange) async throws -> HTTPResponse {
        guard let values = try await exchange.library.siteVariables(exchange.parameters["name"] ?? "") else {
            return Problem(status: 404, code: "not_found", detail: "There are no site variables of this name.").response
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        let body = [UInt8](try encoder.encode(values.mapValues { address($0, exchange) }))
        let entityTag = "\"\(Hex.encode(SHA256.hash(body)).prefix(32))\""
        let headers: [(name: String, value: String)] = [
            ("Content-Type", "application/json"), ("ETag", entityTag), ("Cache-Control", "public, no-cache"),
            ("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "cross-origin"),
            ("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag"),
        ]
        switch ConditionalRequest.evaluate(.get, exchange.request.headers, entityTag: entityTag, length: UInt64(body.count)) {
        case .notModified: return HTTPResponse(status: 304, headers: headers)
        case .preconditionFailed: return HTTPResponse(status: 412, headers: headers)
        case .full, .partial, .rangeNotSatisfiable: return HTTPResponse(headers: headers, body: .bytes(body))
        }
    }

    /// A root-relative address is made absolute only when it is this server's: others are those of whatever site reads them.
    private static func address(_ value: String, _ exchange: Exchange) -> String {
        value.hasPrefix("/files/") ? exchange.absolute(value) : value
    }

    @Sendable private static func preflight(_ exchange: Exchange) async throws -> HTTPResponse {
        HTTPResponse(
            status: 204,
            headers: [
                ("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "GET, HEAD"),
                ("Access-Control-Allow-Headers", "If-None-Match"), ("Access-Control-Max-Age", "86400"),
            ])
    }
}
