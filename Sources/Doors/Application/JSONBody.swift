internal import FoundationEssentials
internal import HTTPServer
internal import Library

/// A JSON value as a client sent it.
enum JSONValue: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }
}

extension Exchange {
    private static let maximumJSONBytes = 1 << 20

    /// The body as a JSON object; throws what is wrong with it.
    func jsonObject() async throws -> [String: JSONValue] {
        let type = request.headers["content-type"]?.split(separator: ";").first?.lowercased().trimmedWhitespace
        guard type == "application/json" else { throw RequestError.unsupportedMediaType(accepted: "application/json") }
        let bytes = try await wholeBody(upTo: Self.maximumJSONBytes)
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
            throw RequestError.malformedBody("it is not JSON")
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
