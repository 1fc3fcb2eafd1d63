internal import FoundationEssentials
internal import HTTPServer
internal import Library

/// An error as RFC 9457 describes it (`application/problem+json`).
struct Problem: Encodable, Sendable {
    struct Field: Encodable, Sendable {
        let field: String
        let code: String
        let detail: String
    }

    let type = "about:blank"
    let title: String
    let status: Int
    let code: String
    let detail: String
    let errors: [Field]
    /// The sentence once more, for ``ErrorStyle/editor``.
    var error: String?
    /// For the field `Retry-After`, where the failure knows it.
    var retryAfterSeconds: Int64?
    /// For the field `Vitrine-Duplicate-Of`, which leads to what is there already (M21).
    var duplicateOf: AssetID?

    /// Where an asset is used that was to be deleted (M38).
    var usage: UsesBody?
    /// The assets in use that keep a folder from being deleted.
    var assets: UsedContentsBody?

    private enum CodingKeys: String, CodingKey { case type, title, status, code, detail, errors, error, usage, assets }

    init(status: Int, code: String, detail: String, errors: [FieldProblem] = []) {
        title = Self.titles[status] ?? "Error"
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors.map { Field(field: $0.field, code: $0.code, detail: $0.detail) }
    }

    var response: HTTPResponse {
        var response = HTTPResponse.json(self, status: status)
        response.headers = response.headers.map { $0.name == "Content-Type" ? ($0.name, "application/problem+json") : $0 }
        switch status {
        case 401: response.headers.append(("WWW-Authenticate", "Bearer"))
        case 429, 503: response.headers.append(("Retry-After", "\(retryAfterSeconds ?? 5)"))
        default:
            if let retryAfterSeconds { response.headers.append(("Retry-After", "\(retryAfterSeconds)")) }
        }
        if let duplicateOf { response.headers.append((Self.duplicateHeader, "\(duplicateOf)")) }
        return response
    }

    static let duplicateHeader = "Vitrine-Duplicate-Of"

    static let titles = [
        400: "Bad request", 401: "Sign-in required", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
        406: "Not acceptable", 408: "Too slow", 409: "Conflict", 410: "Gone", 412: "Changed meanwhile", 413: "Too large",
        415: "Type not accepted",
        422: "Invalid fields", 423: "Locked", 460: "Checksum mismatch", 429: "Too many requests",
        500: "Server error", 503: "Unavailable right now", 507: "Storage full",
    ]
}

extension HTTPResponse {
    /// Says when to try again, where `failure` knows it: for pages, which are no ``Problem``.
    mutating func addRetryAfter(_ failure: any Failure) {
        if let seconds = failure.retryAfterSeconds { headers.append(("Retry-After", "\(seconds)")) }
    }
}
