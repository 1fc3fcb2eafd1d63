internal import FoundationEssentials
internal import HTTPServer
internal import JSON

extension HTTPResponse {
    /// A document of JSON:API 1.1 with these members at its top.
    static func document(_ members: [String: JSONValue], status: Int = 200) -> HTTPResponse {
        let members = members.merging(["jsonapi": .object(["version": .string("1.1")])]) { own, _ in own }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // Only a non-finite number could fail, and there is none.
        let data = (try? encoder.encode(JSONValue.object(members))) ?? Data()
        return HTTPResponse(
            status: status,
            headers: [
                ("Content-Type", MediaRange.jsonAPI), ("Vary", "Accept"), ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ], body: .bytes([UInt8](data)))
    }

    /// Done, and there is nothing to say.
    static func emptyDocument() -> HTTPResponse {
        var response = HTTPResponse.noContent()
        response.headers.append(("Vary", "Accept"))
        return response
    }
}
