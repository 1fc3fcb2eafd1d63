internal import HTTPServer
internal import Library
internal import Operations

/// One request on its way through its route.
struct Exchange: Sendable {
    let services: Services
    let request: HTTPRequest
    let parameters: PathParameters
    var body: any HTTPRequestBody
    let id: String
    /// Who asks, where that was settled before the route was asked.
    var caller: Caller?
    /// Of a request with an `Idempotency-Key`.
    var fingerprint: RequestFingerprint?

    var library: MediaLibrary { services.library }

    /// The query, or an error that names what is malformed.
    func query() throws(RequestError) -> QueryParameters {
        do {
            return try QueryParameters(rawQuery: request.rawQuery)
        } catch {
            throw .malformedQuery("\(error)")
        }
    }

    /// The asset id in the path; a malformed one is as unknown as a missing one (M2).
    func assetID() throws(AssetError) -> AssetID {
        guard let id = parameters["id"].flatMap({ AssetID($0) }) else { throw .notFound }
        return id
    }

    /// The state the client saw, for writes that go no further when there is another by now.
    var ifMatch: String? { request.headers["if-match"] }

    /// Whether a browser asks, to show the answer to a person.
    var asksForPage: Bool { request.headers["accept"]?.contains("text/html") == true }

    /// Whether the browser reached us by https, as far as can be known.
    var isSecure: Bool {
        if services.configuration.publicURL?.hasPrefix("https://") == true { return true }
        return isFromTrustedProxy && request.headers["x-forwarded-proto"] == "https"
    }

    /// The client's address: the last one a trusted proxy did not add.
    var clientAddress: String {
        guard isFromTrustedProxy else { return request.remoteAddress }
        let hops = request.headers.values("x-forwarded-for").flatMap { $0.split(separator: ",") }
            .map { $0.filter { !$0.isWhitespace } }
        return hops.last { !services.configuration.trustedProxies.contains($0) } ?? request.remoteAddress
    }

    private var isFromTrustedProxy: Bool { services.configuration.trustedProxies.contains(request.remoteAddress) }

    /// `https://host` this server is reached at, for absolute addresses in answers (M24).
    var baseURL: String {
        if let publicURL = services.configuration.publicURL { return publicURL }
        return "\(isSecure ? "https" : "http")://\(request.headers["host"] ?? "localhost")"
    }

    /// Makes a root-relative address absolute; an absolute one stays as it was stored.
    func absolute(_ url: String) -> String { url.hasPrefix("/") ? baseURL + url : url }
}
