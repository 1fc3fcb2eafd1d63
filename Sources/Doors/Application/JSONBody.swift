internal import HTTPServer
internal import JSON
internal import Library

extension Exchange {
    static let maximumJSONBytes = 1 << 20

    /// The body as a JSON object; throws what is wrong with it.
    func jsonObject(upTo limit: Int = maximumJSONBytes) async throws -> [String: JSONValue] {
        try checkIsJSON()
        return try await bodyObject(upTo: limit)
    }

    /// Throws unless the body is said to be JSON.
    func checkIsJSON() throws(RequestError) {
        let type = request.headers["content-type"]?.split(separator: ";").first?.lowercased().trimmedWhitespace
        guard type == "application/json" else { throw .unsupportedMediaType(accepted: "application/json") }
    }

    /// The same, whatever type the body is said to have.
    func bodyObject(upTo limit: Int = maximumJSONBytes) async throws -> [String: JSONValue] {
        let bytes = try await wholeBody(upTo: limit)
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            throw RequestError.malformedBody("it is not JSON: \(error.reason), at byte \(error.offset)")
        }
        guard case .object(let object) = value else { throw RequestError.malformedBody("it is not a JSON object") }
        return object
    }

    /// A small body at once; throws `bodyTooLarge` over `limit` bytes.
    func wholeBody(upTo limit: Int) async throws -> [UInt8] {
        do {
            return try await body.collect(upTo: limit)
        } catch HTTPError.bodyTooLarge {
            throw RequestError.bodyTooLarge(limit: Int64(limit))
        }
    }
}
