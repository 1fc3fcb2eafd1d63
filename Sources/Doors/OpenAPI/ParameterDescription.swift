internal import JSON
internal import Library

/// One parameter of an operation's address or header.
struct ParameterDescription: Sendable {
    enum Location: String, Sendable { case path, query, header }

    let name: String
    let location: Location
    let schema: JSONSchema
    let text: String
    var isRequired = false

    static func query(_ name: String, _ schema: JSONSchema, _ text: String) -> ParameterDescription {
        ParameterDescription(name: name, location: .query, schema: schema, text: text)
    }

    static func path(_ name: String, _ schema: JSONSchema, _ text: String) -> ParameterDescription {
        ParameterDescription(name: name, location: .path, schema: schema, text: text, isRequired: true)
    }

    static func header(_ name: String, _ schema: JSONSchema, _ text: String) -> ParameterDescription {
        ParameterDescription(name: name, location: .header, schema: schema, text: text)
    }

    static func id(_ noun: String, name: String = "id") -> ParameterDescription {
        path(name, .id, "The id of \(noun). One of another organization answers like one that never was.")
    }

    static let limit = query(
        "limit", .integer(from: 1, to: AssetQuery.maximumLimit).unlessGiven(.number(Double(AssetQuery.defaultLimit))),
        "How many items a page holds.")
    static let cursor = query("cursor", .text(format: "cursor"), "The `nextCursor` of the page before, unchanged.")
    /// What every list takes that is read by cursor alone.
    static let keyset = [limit, cursor]

    private static let entityTags = "^(?:\\*|(?:W/)?\"[^\"]*\"(?:, ?(?:W/)?\"[^\"]*\")*)$"
    static let ifMatch = header(
        "If-Match", .text(pattern: entityTags, format: "entity-tag"),
        "The `ETag` the change is based on: 412 when somebody else has changed it since. `*` for whatever is there.")
    static let ifNoneMatch = header("If-None-Match", .text(format: "seen-entity-tag"), "304 while the `ETag` is still this one.")

    static let idempotencyKey = header(
        "Idempotency-Key", .text(pattern: "^[!-~]{1,255}$"),
        "Made up by the client. For 24 hours the same request with the same key is answered as before, and does nothing.")

    var json: JSONValue {
        .object(compacting: [
            "name": .string(name), "in": .string(location.rawValue), "description": .string(text), "schema": schema.json,
            "required": isRequired ? .bool(true) : nil,
        ])
    }
}
