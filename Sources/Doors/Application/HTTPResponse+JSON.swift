internal import FoundationEssentials
internal import HTTPServer

extension HTTPResponse {
    /// `value` as JSON that no cache keeps.
    static func json(_ value: some Encodable, status: Int = 200) -> HTTPResponse {
        let encoder = JSONEncoder()
        // Errors in a fixed order: those about foreign and about missing things have to be the same byte for byte (M2).
        encoder.outputFormatting = status < 400 ? .withoutEscapingSlashes : [.withoutEscapingSlashes, .sortedKeys]
        do {
            let data = try encoder.encode(value)
            return HTTPResponse(status: status, headers: headers("application/json"), body: .bytes([UInt8](data)))
        } catch {
            // Only a non-finite number can get here, and the domain has none.
            return HTTPResponse(status: 500, headers: headers("application/json"), body: .bytes([]))
        }
    }

    static func noContent() -> HTTPResponse { HTTPResponse(status: 204, headers: [("Cache-Control", "private, no-store")]) }

    private static func headers(_ type: String) -> [(name: String, value: String)] {
        [("Content-Type", type), ("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff")]
    }
}
