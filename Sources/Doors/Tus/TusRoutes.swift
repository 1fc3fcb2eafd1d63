internal import HTTPServer
internal import Library
internal import Operations

/// `/tus`: uploads that can be resumed, by the tus protocol 1.0.0 with creation, creation-with-upload, checksum, termination and
/// expiration (M20).
enum TusRoutes {
    static let all = [
        Route(.options, "/tus", .anybody(abilities), errors: .tus, door: .tus),
        Route(.options, "/tus/{id}", .anybody(abilities), errors: .tus, door: .tus),
        Route(.post, "/tus", .api(.upload, create), errors: .tus, door: .tus),
        Route(.head, "/tus/{id}", .api(.upload, answer), errors: .tus, door: .tus),
        Route(.patch, "/tus/{id}", .api(.upload, answer), errors: .tus, door: .tus),
        Route(.delete, "/tus/{id}", .api(.upload, answer), errors: .tus, door: .tus),
        // For clients that can send nothing else, and say in a header what they mean.
        Route(.post, "/tus/{id}", .api(.upload, answer), errors: .tus, door: .tus),
    ]

    @Sendable private static func abilities(_ exchange: Exchange) async throws -> HTTPResponse {
        var response = try await exchange.tusPreflight() ?? .noContent()
        response.headers += TusHeader.abilities
        // How large a file may be is the organization's to say.
        if exchange.request.headers["authorization"] != nil, let caller = try? await exchange.apiCaller() {
            response.headers.append(("Tus-Max-Size", String(caller.organization.maxFileBytes)))
        }
        return response.tus
    }

    @Sendable private static func create(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try exchange.checkTusVersion()
        let upload = try await exchange.library.beginUpload(try announcement(exchange), by: caller)
        let location = ("Location", exchange.absolute("/tus/\(upload.id)"))
        guard exchange.carriesUploadBytes, exchange.request.hasBody else {
            return response(201, [location, expiry(of: upload)])
        }
        do {
            let grown = try await append(exchange, to: upload.id, at: 0, by: caller)
            return response(201, [location] + progress(of: grown))
        } catch {
            // The client never learns the upload's address, and would begin another.
            await Task { try? await exchange.library.cancelUpload(upload.id, by: caller) }.value
            throw error
        }
    }

    private static func announcement(_ exchange: Exchange) throws -> NewUpload {
        let length = try exchange.byteCount(in: "Upload-Length")
        let header = exchange.request.headers["upload-metadata"]
        let metadata = try TusMetadata(header)
        return NewUpload(
            .tus, try metadata.details(), byteSize: length, clientMetadata: header)
    }

    @Sendable private static func answer(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try exchange.checkTusVersion()
        let id = try exchange.uploadID()
        switch try exchange.tusMethod() {
        case .head: return try await show(exchange, id, by: caller)
        case .patch: return try await extend(exchange, id, by: caller)
        case .delete:
            try await exchange.library.cancelUpload(id, by: caller)
            return response(204)
        default:
            throw UploadError.malformedHeader("X-HTTP-Method-Override", accepts: "PATCH, HEAD or DELETE")
        }
    }

    private static func show(_ exchange: Exchange, _ id: UploadID, by caller: Caller) async throws -> HTTPResponse {
        let upload = try await exchange.library.resumeUpload(id, by: caller)
        let metadata = upload.clientMetadata.map { [("Upload-Metadata", $0)] } ?? []
        return response(200, [("Upload-Length", String(upload.byteSize))] + metadata + progress(of: upload))
    }

    private static func extend(_ exchange: Exchange, _ id: UploadID, by caller: Caller) async throws -> HTTPResponse {
        try exchange.requireUploadBytes()
        let offset = try exchange.byteCount(in: "Upload-Offset")
        return response(204, progress(of: try await append(exchange, to: id, at: offset, by: caller)))
    }

    private static func append(
        _ exchange: Exchange, to id: UploadID, at offset: Int64, by caller: Caller
    ) async throws -> Upload {
        try await exchange.library.append(
            BodySource(body: exchange.body), byteSize: exchange.bodyByteSize, at: offset,
            checksum: try exchange.uploadChecksum(), to: id, by: caller)
    }

    private static func progress(of upload: Upload) -> [(name: String, value: String)] {
        let asset = upload.assetID.map { [("Vitrine-Asset-Id", "\($0)")] } ?? []
        return [("Upload-Offset", String(upload.receivedBytes)), expiry(of: upload)] + asset
    }

    private static func expiry(of upload: Upload) -> (name: String, value: String) {
        ("Upload-Expires", HTTPDate.format(upload.expiresAt.seconds))
    }

    private static func response(_ status: Int, _ headers: [(name: String, value: String)] = []) -> HTTPResponse {
        var response = HTTPResponse(status: status, headers: [("Cache-Control", "no-store")])
        response.headers += headers
        return response.tus
    }
}

extension Exchange {
    /// The answer to a browser that asks before it sends a request of a page of another site; nil for who asks what the server can do.
    fileprivate func tusPreflight() async throws -> HTTPResponse? {
        guard let origin = request.headers["origin"]?.lowercased(), request.headers["access-control-request-method"] != nil else {
            return nil
        }
        guard try await library.isOriginAllowed(origin) else { throw AccessError.originNotAllowed(origin) }
        return .preflight(from: origin, allowing: "POST, HEAD, PATCH, DELETE, OPTIONS", and: ", " + TusHeader.sent)
    }
}
