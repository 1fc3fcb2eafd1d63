internal import HTTPServer
internal import Library
internal import Operations

/// A small form's fields.
struct Form: Sendable {
    private static let maximumBytes = 256 * 1024
    private let fields: QueryParameters

    /// Reads an `application/x-www-form-urlencoded` body of at most `limit` bytes.
    static func read(_ exchange: Exchange, upTo limit: Int = maximumBytes) async throws -> Form {
        let type = exchange.request.headers["content-type"]?.lowercased() ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else {
            throw RequestError.unsupportedMediaType(accepted: "application/x-www-form-urlencoded")
        }
        let bytes = try await exchange.wholeBody(upTo: limit)
        do {
            return Form(fields: try QueryParameters(formURLEncoded: bytes))
        } catch {
            throw RequestError.malformedBody("\(error)")
        }
    }

    /// Reads a form of a signed-in page; throws `crossSiteRequest` unless the page that held it was this person's.
    static func read(_ exchange: Exchange, _ visit: PageVisit, upTo limit: Int = maximumBytes) async throws -> Form {
        let form = try await read(exchange, upTo: limit)
        try exchange.checkCSRF(form["csrf"], expected: visit.signedIn.session.csrfToken)
        return form
    }

    /// All values of a field, in their order.
    func values(_ name: String) -> [String] { fields.values(name) }

    /// The names of its fields, each as often as it is there.
    var names: [String] { fields.items.map(\.name) }

    func has(_ name: String) -> Bool { fields[name] != nil }

    /// The folder a field names; nil, where it is empty, for the root. Throws ``FolderError`` `notFound` for what is no folder's id: a
    /// mistake must not take anything out of its folder.
    func folder(_ name: String) throws(FolderError) -> FolderID? {
        let text = self[name]
        if text.isEmpty { return nil }
        guard let id = FolderID(text) else { throw .notFound() }
        return id
    }

    /// The state that was seen, for `If-Match`.
    var entityTag: String? { self["etag"].isEmpty ? nil : self["etag"] }

    /// The field's text; empty when it is absent.
    subscript(name: String) -> String { fields[name] ?? "" }
}
