internal import HTTPServer
internal import Library
internal import Operations

/// Published bytes, for everybody (M42).
enum FileRoutes {
    static let all = [
        Route(.get, "/files/{key...}", .anybody(file)),
        Route(.options, "/files/{key...}", .anybody(preflight)),
    ]

    @Sendable private static func file(_ exchange: Exchange) async throws -> HTTPResponse {
        let key = exchange.parameters["key"] ?? ""
        if let query = exchange.request.rawQuery, query.contains("signature=") {
            return try await signed(key, query, exchange)
        }
        do {
            if let recent = exchange.library.recentDelivery(of: key) { return try await response(recent, exchange.request) }
            return try await response(try await exchange.library.deliverFile(key), exchange.request)
        } catch ServiceError.fileMissing {
            // Replaced meanwhile, by this process or another, and what was known of it here is gone.
            return try await response(try await exchange.library.deliverFileAnew(key), exchange.request)
        }
    }

    /// A private or trashed file, or any other, for whoever has a signed address of it.
    private static func signed(_ key: String, _ query: Substring, _ exchange: Exchange) async throws -> HTTPResponse {
        guard let signature = AddressSignature(query: query) else { throw AssetError.notFound }
        let delivery = try await exchange.library.deliverFile(key, signedBy: signature)
        var response = try await response(delivery, exchange.request)
        let remaining = max(signature.expires - exchange.library.now.seconds, 0)
        response.headers = response.headers.map { header in
            switch header.name {
            case "Cache-Control": ("Cache-Control", "private, max-age=\(min(remaining, 3600))")
            case "Content-Disposition" where signature.isAttachment:
                ("Content-Disposition", ContentDisposition.attachment(fileName: delivery.fileName))
            default: header
            }
        }
        return response
    }

    static func response(_ delivery: Delivery, _ request: HTTPRequest) async throws -> HTTPResponse {
        let entityTag = "\"\(delivery.checksum)\""
        let outcome = ConditionalRequest.evaluate(
            request.method, request.headers, entityTag: entityTag, lastModified: delivery.modifiedAt.seconds,
            length: UInt64(delivery.byteSize))
        var response = HTTPResponse(
            headers: DeliveryHeaders.make(delivery, entityTag, isVersioned: request.names(delivery.checksum)))
        switch outcome {
        case .full:
            response.body = try await delivery.body(0..<delivery.byteSize, for: request.method)
        case .partial(let range):
            response.status = 206
            response.headers.append(
                ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(delivery.byteSize)"))
            response.body = try await delivery.body(
                Int64(range.lowerBound)..<Int64(range.upperBound), for: request.method)
        case .notModified:
            response.status = 304
        case .rangeNotSatisfiable:
            response.status = 416
            response.headers.append(("Content-Range", "bytes */\(delivery.byteSize)"))
        case .preconditionFailed:
            response.status = 412
        }
        return response
    }

    @Sendable static func preflight(_ exchange: Exchange) async throws -> HTTPResponse {
        HTTPResponse(
            status: 204,
            headers: [
                ("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "GET, HEAD"),
                ("Access-Control-Allow-Headers", "Range, If-None-Match, If-Modified-Since, If-Range"),
                ("Access-Control-Max-Age", "86400"),
            ])
    }
}

extension HTTPRequest {
    /// Whether the query is `v=` and the first sixteen digits of `checksum`: an address whose bytes never change.
    fileprivate func names(_ checksum: String) -> Bool {
        guard let rawQuery else { return false }
        return rawQuery == "v=\(checksum.prefix(16))"
    }
}
