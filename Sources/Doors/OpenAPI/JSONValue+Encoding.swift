internal import JSON

extension JSONValue: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            // Not 50.0: readers of a schema want whole numbers where they are meant.
            if let whole = Int64(exactly: value) { try container.encode(whole) } else { try container.encode(value) }
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }

    static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

    /// The members that are there.
    static func object(compacting members: [String: JSONValue?]) -> JSONValue { .object(members.compactMapValues(\.self)) }
}
