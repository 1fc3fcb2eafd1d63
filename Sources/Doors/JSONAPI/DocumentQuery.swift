internal import HTTPServer
internal import Library

/// The parameters of a JSON:API request; unknown ones are errors, told all together with what is wrong with any other.
struct DocumentQuery {
    /// What a route has to offer.
    struct Offer {
        /// The relationships that `include` may name.
        var includes: Set<String> = []
        /// The fields of each type that an answer may hold.
        var fields: [String: Set<String>] = [:]
        /// The orders of a list, without the ones the other way round; empty for what is no list.
        var sorts: [String] = []
        /// The attributes of a list's `filter`.
        var filters: Set<String> = []

        var isList: Bool { !sorts.isEmpty }
    }

    private(set) var include: Set<String> = []
    /// By type; a type that is not in it shows all it has.
    private(set) var fieldsets: [String: Set<String>] = [:]
    /// One of the offered orders, and whether it goes down.
    private(set) var sort: (field: String, descending: Bool)?
    private(set) var size = AssetQuery.defaultLimit
    private(set) var after: String?
    /// By attribute: any of these values.
    private(set) var filters: [String: [String]] = [:]

    private let items: [QueryParameters.Item]
    private var problems: [FieldProblem] = []

    static let pageSize = "page[size]"
    static let pageAfter = "page[after]"

    init(_ query: QueryParameters, _ offer: Offer) {
        items = query.items
        var seen: Set<String> = []
        for item in query.items {
            if !seen.insert(item.name).inserted {
                refuse(item.name, "repeated", "\(item.name) is given once at most.")
            } else {
                read(item.name, item.value, offer)
            }
        }
    }

    private mutating func read(_ name: String, _ value: String, _ offer: Offer) {
        switch name {
        case "include": readInclude(value, offer)
        case "sort" where offer.isList: readSort(value, offer)
        case Self.pageSize where offer.isList: readSize(value)
        case Self.pageAfter where offer.isList: after = value
        default:
            if let type = name.member(of: "fields"), let fields = offer.fields[type] {
                readFields(value, of: type, fields)
            } else if let attribute = name.member(of: "filter"), offer.filters.contains(attribute) {
                filters[attribute] = value.members
            } else {
                problems.append(.unknownParameter(name))
            }
        }
    }

    private mutating func readInclude(_ value: String, _ offer: Offer) {
        include = Set(value.isEmpty ? [] : value.members)
        for path in include.subtracting(offer.includes).sorted() {
            refuse("include", "unknown_value", "There is no relationship “\(path)” here to include.")
        }
    }

    private mutating func readSort(_ value: String, _ offer: Offer) {
        let field = value.hasPrefix("-") ? String(value.dropFirst()) : value
        if offer.sorts.contains(field) {
            sort = (field, value.hasPrefix("-"))
        } else {
            problems.append(.unknownValue("sort", of: offer.sorts.flatMap { [$0, "-\($0)"] }))
        }
    }

    private mutating func readSize(_ value: String) {
        if let size = Int(value), (1...AssetQuery.maximumLimit).contains(size) {
            self.size = size
        } else {
            refuse(Self.pageSize, "out_of_range", "page[size] is a number from 1 to \(AssetQuery.maximumLimit).")
        }
    }

    private mutating func readFields(_ value: String, of type: String, _ fields: Set<String>) {
        let wanted = Set(value.isEmpty ? [] : value.members)
        fieldsets[type] = wanted
        for field in wanted.subtracting(fields).sorted() {
            refuse("fields[\(type)]", "unknown_value", "A \(type) has no field “\(field)”.")
        }
    }

    mutating func refuse(_ name: String, _ code: String, _ detail: String) {
        problems.append(FieldProblem(field: name, code: code, detail: detail))
    }

    /// The filter on an attribute that has one of a fixed set of values; empty for all.
    mutating func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ attribute: String, of: Choice.Type
    ) -> Set<Choice> {
        let choices = (filters[attribute] ?? []).map { Choice(rawValue: $0) }
        if choices.contains(nil) {
            problems.append(.unknownValue("filter[\(attribute)]", of: Choice.allCases.map(\.rawValue)))
        }
        return Set(choices.compactMap(\.self))
    }

    /// Where the list goes on, read by `parse`; nil at its beginning.
    mutating func position<Position>(_ parse: (String) -> Position?) -> Position? {
        guard let after else { return nil }
        if let position = parse(after) { return position }
        refuse(Self.pageAfter, "invalid", "page[after] is what the next link of the same list says, unchanged.")
        return nil
    }

    /// Throws ``RequestError`` `invalidParameters` with all that was wrong.
    func end() throws(RequestError) {
        if !problems.isEmpty { throw .invalidParameters(problems) }
    }

    /// The address of the same list, from another place on; nil is its beginning.
    func address(_ path: Substring, after cursor: String?) -> String {
        var pairs = items.filter { $0.name != Self.pageAfter }.map { ($0.name, $0.value) }
        if let cursor { pairs.append((Self.pageAfter, cursor)) }
        let query = pairs.map { name, value in
            "\(PercentEncoding.encode(name, for: .query))=\(PercentEncoding.encode(value, for: .query))"
        }
        return query.isEmpty ? String(path) : "\(path)?\(query.joined(separator: "&"))"
    }
}

extension String {
    /// `media` of `fields[media]`, for the family `fields`; nil for what is none of it.
    fileprivate func member(of family: String) -> String? {
        guard hasPrefix("\(family)["), hasSuffix("]") else { return nil }
        return String(dropFirst(family.count + 1).dropLast())
    }

    fileprivate var members: [String] { split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
}
