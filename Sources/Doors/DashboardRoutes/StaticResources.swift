internal import Cryptography
internal import Dashboard
internal import HTTPServer

/// The dashboard's files, read once at the start.
package struct StaticResources: Sendable {
    struct File: Sendable {
        let bytes: [UInt8]
        let contentType: String
        let hash: String
    }

    let files: [String: File]
    let localization: Localization
    /// Where each file is, its content's hash included.
    let addresses: StaticFiles

    /// Throws when the files are not beside the program.
    package init() throws {
        var files: [String: File] = [:]
        for name in try DashboardResources.names() {
            let bytes = try DashboardResources.contents(of: name)
            let hash = String(Hex.encode(SHA256.hash(bytes)).prefix(12))
            files[name] = File(
                bytes: bytes, contentType: DashboardResources.contentType(of: name) ?? "application/octet-stream", hash: hash)
        }
        self.files = files
        localization = try Localization.load()
        addresses = StaticFiles(hashes: files.mapValues(\.hash))
    }
}

/// `/static/…`: style sheets, scripts, icons, locales.
enum StaticRoutes {
    static let all = [Route(.get, "/static/{name...}", .anybody(file))]

    @Sendable private static func file(_ exchange: Exchange) async throws -> HTTPResponse {
        guard let file = exchange.services.resources.files[exchange.parameters["name"] ?? ""] else {
            return Problem(status: 404, code: "not_found", detail: "There is nothing at this address.").response
        }
        let entityTag = "\"\(file.hash)\""
        let isVersioned = exchange.request.rawQuery == "v=\(file.hash)"
        let headers: [(name: String, value: String)] = [
            ("Content-Type", file.contentType), ("ETag", entityTag), ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", isVersioned ? "public, max-age=31536000, immutable" : "public, no-cache"),
            ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ]
        switch ConditionalRequest.evaluate(.get, exchange.request.headers, entityTag: entityTag, length: UInt64(file.bytes.count))
        {
        case .notModified: return HTTPResponse(status: 304, headers: headers)
        case .preconditionFailed: return HTTPResponse(status: 412, headers: headers)
        case .full, .partial, .rangeNotSatisfiable: return HTTPResponse(headers: headers, body: .bytes(file.bytes))
        }
    }
}
