internal import HTTPServer
internal import Library

/// What the query of a list asks that is read by cursor alone; unknown parameters are errors (CONTRACT, Lists).
struct KeysetParameters {
    private(set) var limit = AssetQuery.defaultLimit
    private(set) var cursor: String?
    private let query: QueryParameters

    /// - Parameter filters: the names of the parameters this list has besides `limit` and `cursor`.
    init(_ query: QueryParameters, filters: Set<String> = []) throws(RequestError) {
        self.query = query
        var problems: [FieldProblem] = []
        for item in query.items {
            switch item.name {
            case "limit":
                if let limit = Int(item.value), (1...AssetQuery.maximumLimit).contains(limit) {
                    self.limit = limit
                } else {
                    let detail = "limit is a number from 1 to \(AssetQuery.maximumLimit)."
                    problems.append(FieldProblem(field: "limit", code: "out_of_range", detail: detail))
                }
            case "cursor": cursor = item.value
            case let name where filters.contains(name): continue
            default:
                problems.append(.unknownParameter(item.name))
            }
        }
        if !problems.isEmpty { throw .invalidParameters(problems) }
    }

    /// The value of a filter, read by `parse`; nil when it is not given or empty. Throws when `parse` answers nil.
    func filter<Value>(_ name: String, accepts: String, _ parse: (String) -> Value?) throws(RequestError) -> Value? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let value = parse(text) else {
            throw .invalidParameters([FieldProblem(field: name, code: "invalid", detail: "\(name) is \(accepts).")])
        }
        return value
    }

    /// Where the list goes on, read by `parse`; nil at its beginning.
    func position<Position>(_ parse: (String) -> Position?) throws(RequestError) -> Position? {
        guard let cursor else { return nil }
        guard let position = parse(cursor) else {
            let detail = "cursor is the nextCursor of this list, unchanged."
            throw .invalidParameters([FieldProblem(field: "cursor", code: "invalid", detail: detail)])
        }
        return position
    }
}

/// A page of a list as every list answers it; absent values are written as null.
struct KeysetList<Item: Encodable>: Encodable {
    let items: [Item]
    let nextCursor: String?
    /// Nil where counting would take long.
    let total: Int?

    private enum Key: String, CodingKey { case items, nextCursor, total, totalIsExact }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(items, forKey: .items)
        try body.encode(nextCursor, forKey: .nextCursor)
        try body.encode(total, forKey: .total)
        try body.encode(total != nil, forKey: .totalIsExact)
    }
}
