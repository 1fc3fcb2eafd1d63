internal import HTTPServer
internal import Library
internal import Operations

/// Pages of other sites that use the API with a token: each organization lists the origins it lets in. Cookies never cross.
extension Exchange {
    /// The origin of the page that sends this request, where that is another site's and the request has a token.
    func foreignOrigin(for route: Route) -> String? {
        guard route.takesTokens, request.headers["authorization"] != nil, let origin = request.headers["origin"],
            !isOwnOrigin(origin)
        else { return nil }
        return origin.lowercased()
    }

    /// The answer as a page of another site may read it that has an address which opens without a token: if some organization lists it.
    func sharedWithListedSite(_ response: HTTPResponse) async -> HTTPResponse {
        guard let origin = request.headers["origin"]?.lowercased(), !isOwnOrigin(origin),
            (try? await library.isOriginAllowed(origin)) == true
        else { return response }
        return response.shared(with: origin)
    }

    /// The caller of a request from a page of `origin`; throws ``AccessError`` `originNotAllowed` unless its organization lists it.
    func caller(from origin: String) async throws -> Caller {
        let caller = try await apiCaller()
        guard caller.organization.allowedOrigins.contains(origin) else { throw AccessError.originNotAllowed(origin) }
        return caller
    }

    /// The answer to somebody who is not let in. A page may read why its token is none if it might be let in with another.
    func refusal(_ error: any Error, to origin: String, _ route: Route) async -> HTTPResponse {
        let response = await route.errors.response(to: error, self)
        guard error as? AccessError == .invalidToken, (try? await library.isOriginAllowed(origin)) == true else {
            return response
        }
        return response.shared(with: origin)
    }
}

extension Route {
    /// Whether pages of other sites may ask for it, with a token or an address that is signed.
    var isForListedSites: Bool { takesTokens || pattern == UploadRoutes.signedPattern }

    /// Whether an API token may open it.
    var takesTokens: Bool {
        switch access {
        case .api, .member, .asset: true
        case .anybody, .session, .superadmin, .page: false
        }
    }
}

extension HTTPResponse {
    /// Lets pages of `origin` read this answer; `Allow-Credentials` is never said.
    func shared(with origin: String) -> HTTPResponse {
        let tusFields = headers.contains { $0.name == "Tus-Resumable" } ? ", " + TusHeader.exposed : ""
        var response = self
        response.headers += [
            ("Access-Control-Allow-Origin", origin), ("Vary", "Origin"),
            (
                "Access-Control-Expose-Headers",
                "ETag, Location, Vitrine-Duplicate-Of, Vitrine-Broken-References, Vitrine-Rewritten-References, Retry-After, "
                    + "X-Request-Id, Idempotency-Replayed" + tusFields
            ),
        ]
        return response
    }

    /// The answer to a browser that asks whether a page of `origin` may send a request (a preflight); `fields` are more that it may have.
    static func preflight(from origin: String, allowing methods: String, and fields: String = "") -> HTTPResponse {
        HTTPResponse(
            status: 204,
            headers: [
                ("Access-Control-Allow-Origin", origin), ("Vary", "Origin"), ("Access-Control-Allow-Methods", methods),
                (
                    "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-Organization" + fields
                ),
                ("Access-Control-Max-Age", "600"),
            ])
    }
}
