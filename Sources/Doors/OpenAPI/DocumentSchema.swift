internal import HTTPServer

/// The parts that documents of JSON:API are made of. Members that the specification does not know are ignored, so objects are open but for
/// attributes and relationships.
enum DocumentSchema {
    /// The references below lead to these.
    static let schemas: [String: JSONSchema] = ["ErrorDocument": errors]

    /// A document that a client sends about one resource.
    static func sent(
        _ type: String, attributes: JSONSchema, isNew: Bool, relationships: [String: JSONSchema] = [:],
        needsAttributes: Bool = true
    ) -> BodyDescription {
        var fields: [String: JSONSchema] = ["type": .constant(type)]
        var optional = ["relationships": JSONSchema.object([:], optional: relationships)]
        if !isNew { fields["id"] = JSONSchema.id.described("That of the address.") }
        if needsAttributes { fields["attributes"] = attributes } else { optional["attributes"] = attributes }
        return body(.object(["data": JSONSchema.object(fields, optional: optional).open]))
    }

    /// A document that a relationship takes, with ids of media; where some are taken away, those of none do no harm.
    static func linkage(_ type: String, id: JSONSchema = .id) -> BodyDescription {
        body(.object(["data": identifiers(type, id: id)]))
    }

    private static func body(_ schema: JSONSchema) -> BodyDescription {
        BodyDescription(content: [MediaRange.jsonAPI: schema.open])
    }

    static func identifiers(_ type: String, id: JSONSchema = .id) -> JSONSchema { .list(of: identifier(type, id: id)) }

    static func identifier(_ type: String, id: JSONSchema = .id) -> JSONSchema {
        JSONSchema.object(["type": .constant(type), "id": id]).open
    }

    /// A relationship as a client sends it.
    static func relationship(to data: JSONSchema) -> JSONSchema { JSONSchema.object(["data": data]).open }

    /// A resource as it is answered; fields that were not asked for are left out.
    static func resource(
        _ type: String, attributes: [String: JSONSchema], relationships: [String: JSONSchema] = [:], hasAddress: Bool = true
    ) -> JSONSchema {
        var fields: [String: JSONSchema] = ["type": .constant(type), "id": .id]
        var optional = ["attributes": JSONSchema.object([:], optional: attributes)]
        if !relationships.isEmpty { optional["relationships"] = .object([:], optional: relationships) }
        if hasAddress { fields["links"] = .object(["self": reference]) }
        return .object(fields, optional: optional)
    }

    /// An answer with one resource.
    static func one(_ resource: JSONSchema, including included: [JSONSchema]) -> JSONSchema {
        document(["data": resource, "links": .object(["self": reference])], included)
    }

    /// An answer with the page of a list.
    static func page(of resource: JSONSchema, including included: [JSONSchema]) -> JSONSchema {
        let total = JSONSchema.count.orNull.described("How many there are in all; null where counting would take long.")
        return document(
            [
                "data": .list(of: resource),
                "links": .object(["self": reference, "first": reference, "next": reference.orNull]),
                "meta": .object(["page": .object(["total": total, "totalIsExact": .flag])]),
            ], included)
    }

    /// An answer with all there are.
    static func all(_ resource: JSONSchema, including included: [JSONSchema]) -> JSONSchema {
        document(["data": .list(of: resource), "links": .object(["self": reference])], included)
    }

    static func document(_ members: [String: JSONSchema], _ included: [JSONSchema] = []) -> JSONSchema {
        let version = JSONSchema.object(["version": .constant("1.1")])
        return .object(
            members.merging(["jsonapi": version]) { own, _ in own },
            optional: included.isEmpty ? [:] : ["included": .list(of: .any(of: included))])
    }

    static let reference = JSONSchema.text(format: "uri-reference")

    private static let errors = document([
        "errors": .list(
            of: .object(
                [
                    "status": .text(pattern: "^[45][0-9][0-9]$"), "code": .text(pattern: "^[a-z0-9_]+$"), "title": .text(),
                    "detail": .text(),
                ], optional: ["source": source, "meta": .object(["usage": UsageDescriptions.uses])]), minimum: 1)
    ])

    private static let source = JSONSchema.any(of: [
        .object(["pointer": .text().described("Into the request’s document (RFC 6901).")]),
        .object(["parameter": .text()]), .object(["header": .text()]),
    ])
}
