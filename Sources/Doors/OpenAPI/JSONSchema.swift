internal import JSON
internal import Library

/// A JSON Schema (2020-12) of a value in a request or an answer, made of small parts.
struct JSONSchema: Sendable {
    private(set) var members: [String: JSONValue]

    private init(_ members: [String: JSONValue]) { self.members = members }

    var json: JSONValue { .object(members) }

    // Texts

    static func text(
        minimum: Int? = nil, maximum: Int? = nil, pattern: String? = nil, format: String? = nil
    ) -> JSONSchema {
        var schema = JSONSchema(["type": .string("string")])
        schema.members["minLength"] = minimum.map { .number(Double($0)) }
        schema.members["maxLength"] = maximum.map { .number(Double($0)) }
        schema.members["pattern"] = pattern.map(JSONValue.string)
        schema.members["format"] = format.map(JSONValue.string)
        return schema
    }

    /// What `rule` accepts; blank texts too unless `isRequired`.
    static func text(_ rule: TextRule, isRequired: Bool = false) -> JSONSchema {
        text(
            maximum: rule.maximumCharacters,
            pattern: TextPattern.plain(allowsLineBreaks: rule.allowsLineBreaks, isRequired: isRequired))
    }

    /// Any text an address can hold: a NUL it cannot.
    static let words = text(pattern: "^[^\\u0000]*$")
    static let id = text(format: "uuid")
    /// As a form sends it that leaves the choice open.
    static let idOrBlank = any(of: [id, constant("")])
    static let moment = text(format: "date-time")
    static let address = text(format: "uri")
    static let bytes = JSONSchema(["type": .string("string"), "format": .string("binary"), "minLength": .number(1)])

    static func choice(_ values: [String]) -> JSONSchema {
        JSONSchema(["type": .string("string"), "enum": .texts(values)])
    }

    static func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> JSONSchema {
        choice(Choice.allCases.map(\.rawValue))
    }

    static func constant(_ value: String) -> JSONSchema { JSONSchema(["type": .string("string"), "const": .string(value)]) }

    // Numbers and flags

    static let flag = JSONSchema(["type": .string("boolean")])
    /// Any value at all.
    static let any = JSONSchema([:])
    static let number = JSONSchema(["type": .string("number")])
    /// Bytes, counts: never below zero.
    static let count = integer(from: 0)

    static func integer(from minimum: Int? = nil, to maximum: Int? = nil) -> JSONSchema {
        var schema = JSONSchema(["type": .string("integer")])
        schema.members["minimum"] = minimum.map { .number(Double($0)) }
        schema.members["maximum"] = maximum.map { .number(Double($0)) }
        return schema
    }

    // Compounds

    static func list(of item: JSONSchema, minimum: Int? = nil, maximum: Int? = nil) -> JSONSchema {
        var schema = JSONSchema(["type": .string("array"), "items": item.json])
        schema.members["minItems"] = minimum.map { .number(Double($0)) }
        schema.members["maxItems"] = maximum.map { .number(Double($0)) }
        return schema
    }

    /// An object with these fields and no others; all are there but the `optional` ones.
    static func object(_ fields: [String: JSONSchema], optional: [String: JSONSchema] = [:]) -> JSONSchema {
        var schema = JSONSchema(["type": .string("object"), "additionalProperties": .bool(false)])
        let all = fields.merging(optional) { field, _ in field }
        schema.members["properties"] = .object(all.mapValues(\.json))
        if !fields.isEmpty { schema.members["required"] = .texts(fields.keys.sorted()) }
        return schema
    }

    /// An object whose keys are not known beforehand.
    static func map(to value: JSONSchema) -> JSONSchema {
        JSONSchema(["type": .string("object"), "additionalProperties": value.json])
    }

    static func any(of alternatives: [JSONSchema]) -> JSONSchema {
        JSONSchema(["anyOf": .array(alternatives.map(\.json))])
    }

    /// A schema of `components/schemas`.
    static func reference(_ name: String) -> JSONSchema {
        JSONSchema(["$ref": .string("#/components/schemas/\(name)")])
    }

    /// The page of a list (CONTRACT, Lists).
    static func page(of item: JSONSchema) -> JSONSchema {
        object([
            "items": list(of: item),
            "nextCursor": text().orNull.described("Where the next page begins; null on the last."),
            "total": count.orNull.described("How many there are in all; null where counting would take long."),
            "totalIsExact": flag,
        ])
    }

    // Variations

    var orNull: JSONSchema {
        guard case .string(let type)? = members["type"], members["enum"] == nil else {
            return .any(of: [self, JSONSchema(["type": .string("null")])])
        }
        var schema = self
        schema.members["type"] = .texts([type, "null"])
        return schema
    }

    /// An object with whatever other members there may be.
    var open: JSONSchema {
        var schema = self
        schema.members["additionalProperties"] = nil
        return schema
    }

    /// A list without twins.
    var unique: JSONSchema { with("uniqueItems", .bool(true)) }

    func described(_ text: String) -> JSONSchema { with("description", .string(text)) }
    func unlessGiven(_ value: JSONValue) -> JSONSchema { with("default", value) }
    func example(_ value: String) -> JSONSchema { with("examples", .texts([value])) }

    private func with(_ member: String, _ value: JSONValue) -> JSONSchema {
        var schema = self
        schema.members[member] = value
        return schema
    }
}
