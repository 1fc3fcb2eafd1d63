internal import Cryptography
internal import HTTPServer
internal import Platform

/// `GET /openapi.json`: the description of every route that is no page.
enum OpenAPIRoutes {
    static let all = [Route(.get, "/openapi.json", .anybody(show))]

    private struct Document: Sendable {
        let server: String
        let bytes: [UInt8]
        let entityTag: String
    }

    /// Made once; again only where it is asked for by another name of the server.
    private static let latest = Locked<Document?>(nil)

    @Sendable private static func show(_ exchange: Exchange) async throws -> HTTPResponse {
        let document = try document(server: exchange.baseURL)
        let headers: [(name: String, value: String)] = [
            ("Content-Type", "application/json"), ("ETag", document.entityTag), ("Cache-Control", "public, no-cache"),
            ("X-Content-Type-Options", "nosniff"), ("Access-Control-Allow-Origin", "*"),
        ]
        let request = exchange.request
        switch ConditionalRequest.evaluate(
            request.method, request.headers, entityTag: document.entityTag, length: UInt64(document.bytes.count))
        {
        case .notModified: return HTTPResponse(status: 304, headers: headers)
        case .preconditionFailed: return HTTPResponse(status: 412, headers: headers)
        case .full, .partial, .rangeNotSatisfiable: return HTTPResponse(headers: headers, body: .bytes(document.bytes))
        }
    }

    private static func document(server: String) throws -> Document {
        if let document = latest.withLock({ $0 }), document.server == server { return document }
        let bytes = try OpenAPIDocument.bytes(server: server)
        let document = Document(server: server, bytes: bytes, entityTag: "\"\(Hex.encode(SHA256.hash(bytes)).prefix(32))\"")
        latest.withLock { $0 = document }
        return document
    }
}
