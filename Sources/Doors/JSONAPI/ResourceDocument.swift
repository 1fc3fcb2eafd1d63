internal import HTTPServer
internal import JSON
internal import Library

/// A document with a resource to make or to change, as a client sent it. Members that the specification does not know are ignored.
struct ResourceDocument {
    private let data: [String: JSONValue]
    private let attributes: [String: JSONValue]
    private let relationships: [String: JSONValue]

    /// - Parameter id: of the resource the address names; nil where one is to be made.
    init(_ document: [String: JSONValue], type: String, id: String?) throws(JSONAPIError) {
        guard case .object(let data)? = document["data"] else {
            throw .malformed(document["data"] == nil ? "" : "/data", "data is a resource object.")
        }
        self.data = data
        try Self.checkType(data, type, at: "/data")
        switch (data["id"], id) {
        case (nil, nil): break
        case (.some, nil): throw .clientGeneratedID
        case (nil, .some): throw .malformed("/data", "The resource’s id is missing.")
        case (.string(let given)?, let id?):
            // A UUID is the same in both cases of its letters.
            if given.lowercased() != id.lowercased() { throw .idMismatch }
        case (.some, .some): throw .malformed("/data/id", "id is a text.")
        }
        attributes = try Self.members("attributes", of: data)
        relationships = try Self.members("relationships", of: data)
    }

    private static func members(_ name: String, of data: [String: JSONValue]) throws(JSONAPIError) -> [String: JSONValue] {
        switch data[name] {
        case nil: return [:]
        case .object(let members)?: return members.filter { !$0.key.hasPrefix("@") }
        case .some: throw .malformed("/data/\(name)", "\(name) is an object.")
        }
    }

    private static func checkType(_ object: [String: JSONValue], _ type: String, at pointer: String) throws(JSONAPIError) {
        switch object["type"] {
        case .string(type)?: return
        case .string?: throw .typeMismatch(expected: type, at: "\(pointer)/type")
        case nil: throw .malformed(pointer, "The resource’s type is missing.")
        case .some: throw .malformed("\(pointer)/type", "type is a text.")
        }
    }

    /// For reading the attributes one by one. Clients send back what they got: of the `computed` ones, which nobody writes, those that
    /// are as in `current` are passed over, and others refused.
    func fields(besides computed: [String], as current: [String: JSONValue] = [:]) -> JSONFields {
        let returned = Set(computed.filter { attributes[$0] != nil && attributes[$0] == current[$0] })
        var fields = JSONFields(attributes.filter { !returned.contains($0.key) })
        for name in computed {
            fields.refuseIfGiven(name, "read_only", "\(name) is computed here and cannot be written.")
        }
        return fields
    }

    /// Whether any of these attributes was sent.
    func gives(anyOf names: [String]) -> Bool { names.contains { attributes[$0] != nil } }

    /// Throws ``JSONAPIError`` `invalid` where the client sent a relationship that is none of these.
    func checkRelationships(_ known: Set<String>) throws(JSONAPIError) {
        let unknown = Set(relationships.keys).subtracting(known).sorted()
        if unknown.isEmpty { return }
        throw .invalid(
            unknown.map { name in
                FieldProblem(
                    field: "/data/relationships/\(name.pointerToken)", code: "unknown_field",
                    detail: "There is no writable relationship “\(name)” here.")
            })
    }

    /// The ids a to-many relationship shall have; nil where the document says nothing of it.
    func toMany(_ name: String, type: String) throws(JSONAPIError) -> [String]? {
        guard let relationship = relationships[name] else { return nil }
        let pointer = "/data/relationships/\(name)"
        guard case .object(let members) = relationship else { throw .malformed(pointer, "\(name) is a relationship object.") }
        guard let data = members["data"] else { throw .malformed(pointer, "\(name) has no data.") }
        return try Self.identifiers(data, type: type, at: "\(pointer)/data")
    }

    /// The id of what a to-one relationship shall lead to; nil where the document says nothing of it.
    func toOne(_ name: String, type: String) throws(JSONAPIError) -> String? {
        guard let relationship = relationships[name] else { return nil }
        let pointer = "/data/relationships/\(name)"
        guard case .object(let members) = relationship, let data = members["data"] else {
            throw .malformed(pointer, "\(name) is a relationship object with data.")
        }
        guard data != .null else {
            throw .invalid([FieldProblem(field: "\(pointer)/data", code: "required", detail: "\(name) cannot be empty.")])
        }
        return try Self.identifiers(.array([data]), type: type, at: "\(pointer)/data", isList: false).first
    }

    /// The ids of the whole document that a relationship’s own address takes.
    static func linkage(_ document: [String: JSONValue], type: String) throws(JSONAPIError) -> [String] {
        guard let data = document["data"] else { throw .malformed("", "data is a list of resource identifiers.") }
        return try identifiers(data, type: type, at: "/data")
    }

    private static func identifiers(
        _ data: JSONValue, type: String, at pointer: String, isList: Bool = true
    ) throws(JSONAPIError) -> [String] {
        guard case .array(let items) = data else { throw .malformed(pointer, "data is a list of resource identifiers.") }
        var ids: [String] = []
        for (index, item) in items.enumerated() {
            let place = isList ? "\(pointer)/\(index)" : pointer
            guard case .object(let members) = item else { throw .malformed(place, "A resource identifier is an object.") }
            try checkType(members, type, at: place)
            guard case .string(let id)? = members["id"] else {
                throw .malformed(members["id"] == nil ? place : "\(place)/id", "A resource identifier has an id, a text.")
            }
            ids.append(id)
        }
        return ids
    }

    /// Runs `work`; the fields of its failures point into this document.
    func pointing<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let failure as any Failure where !failure.fields.isEmpty && !(failure is JSONAPIError) {
            throw PointedFailure(
                failure: failure,
                fields: failure.fields.map { FieldProblem(field: pointer(to: $0.field), code: $0.code, detail: $0.detail) })
        }
    }

    /// What operations call a field otherwise than the document does.
    private static let names = ["mediaType": "media_type", "sourceUrl": "url", "uploadId": "upload_id", "file": "upload_id"]

    /// A pointer leads to something that is there: of what is missing, to where it is missing.
    private func pointer(to field: String) -> String {
        let name = attributes[field] == nil ? Self.names[field] ?? field : field
        if attributes[name] != nil { return "/data/attributes/\(name.pointerToken)" }
        return data["attributes"] == nil ? "/data" : "/data/attributes"
    }
}

extension String {
    /// As one token of a JSON pointer (RFC 6901).
    fileprivate var pointerToken: String { replacing("~", with: "~0").replacing("/", with: "~1") }
}
