internal import JSON

/// A resource object, before it is known which of its fields are asked for.
struct Resource {
    let type: String
    let id: String
    var attributes: [String: JSONValue]
    var relationships: [String: JSONValue] = [:]
    /// Where it is found; nil for what has no address of its own.
    var address: String?

    var identifier: JSONValue { .object(["type": .string(type), "id": .string(id)]) }

    /// With the fields in `fieldsets`; all where they say nothing of its type (sparse fieldsets).
    func json(_ fieldsets: [String: Set<String>]) -> JSONValue {
        let fields = fieldsets[type]
        let attributes = attributes.filter { fields?.contains($0.key) ?? true }
        let relationships = relationships.filter { fields?.contains($0.key) ?? true }
        return .object(compacting: [
            "type": .string(type), "id": .string(id),
            "attributes": attributes.isEmpty ? nil : .object(attributes),
            "relationships": relationships.isEmpty ? nil : .object(relationships),
            "links": address.map { .object(["self": .string($0)]) },
        ])
    }
}

/// What an answer says: resources, and others they lead to.
struct Compound {
    var primary: [Resource]
    /// Each once.
    var included: [Resource]

    /// The members of a document about one resource.
    func one(_ query: DocumentQuery, at address: String) -> [String: JSONValue] {
        members(primary.first?.json(query.fieldsets) ?? .null, query, ["self": .string(address)])
    }

    /// The members of a document about several.
    func several(_ query: DocumentQuery, links: [String: JSONValue]) -> [String: JSONValue] {
        members(.array(primary.map { $0.json(query.fieldsets) }), query, links)
    }

    private func members(_ data: JSONValue, _ query: DocumentQuery, _ links: [String: JSONValue]) -> [String: JSONValue] {
        var members = ["data": data, "links": JSONValue.object(links)]
        if !query.include.isEmpty { members["included"] = .array(included.map { $0.json(query.fieldsets) }) }
        return members
    }
}
