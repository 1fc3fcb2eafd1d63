internal import HTTPServer
internal import Library

/// A small form's fields.
struct Form: Sendable {
    private static let maximumBytes = 256 * 1024
    private let fields: QueryParameters

    /// Reads an `application/x-www-form-urlencoded` body.
    static func read(_ exchange: Exchange) async throws -> Form {
        let type = exchange.request.headers["content-type"]?.lowercased() ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else {
            throw RequestError.unsupportedMediaType(accepted: "application/x-www-form-urlencoded")
        }
        let bytes = try await exchange.wholeBody(upTo: maximumBytes)
        do {
            return Form(fields: try QueryParameters(formURLEncoded: bytes))
        } catch {
            throw RequestError.malformedBody("\(error)")
        }
    }

    /// The field's text; empty when it is absent.
    subscript(name: String) -> String { fields[name] ?? "" }
}
