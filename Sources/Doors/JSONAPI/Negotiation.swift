internal import HTTPServer
internal import Library

/// Which media types a request may name and admit (JSON:API 1.1, Content Negotiation). No extension is supported; profiles change
/// nothing.
extension MediaRange {
    static let jsonAPI = "application/vnd.api+json"

    /// Whether it is the media type with no parameters but those the specification knows, and no extension.
    fileprivate func isPlain(besides weight: Set<String>) -> Bool {
        type == Self.jsonAPI && Set(parameters).subtracting(weight).isSubset(of: ["ext", "profile"])
            && self["ext"]?.trimmedWhitespace.isEmpty != false
    }
}

extension Exchange {
    /// Throws ``JSONAPIError`` `notAcceptable` where the client wants the media type in no form there is.
    func checkAccept() throws(JSONAPIError) {
        let wanted = request.headers.values("accept").flatMap(MediaRange.list).filter { $0.type == MediaRange.jsonAPI }
        guard wanted.isEmpty || wanted.contains(where: { $0.isPlain(besides: ["q"]) }) else { throw .notAcceptable }
    }

    /// Throws ``RequestError`` `unsupportedMediaType` unless a body is said to be a plain document.
    func checkContentType() throws(RequestError) {
        guard let field = request.headers["content-type"], let type = MediaRange(field), type.isPlain(besides: []) else {
            throw .unsupportedMediaType(accepted: MediaRange.jsonAPI)
        }
    }

    /// The same where no body is expected: what is no document of JSON:API does no harm.
    func checkUnneededContentType() throws(RequestError) {
        let type = request.headers["content-type"].flatMap { MediaRange($0) }
        if type?.type == MediaRange.jsonAPI { try checkContentType() }
    }
}
