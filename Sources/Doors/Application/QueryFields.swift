internal import HTTPServer
internal import Library

/// Reads the parameters of a query one by one, each given once at most; what is wrong with any of them, and those nobody asked for, are
/// told at the end, all together (CONTRACT, Lists).
struct QueryFields {
    private let query: QueryParameters
    private var known: Set<String> = []
    private var problems: [FieldProblem] = []

    init(_ query: QueryParameters) { self.query = query }

    /// One of a fixed set of names; nil where it is absent.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, of: Choice.Type) -> Choice? {
        value(name, .unknownValue(name, of: Choice.allCases.map(\.rawValue))) { Choice(rawValue: $0) }
    }

    /// A whole number within `range`; `detail` says what it is.
    mutating func integer(_ name: String, in range: ClosedRange<Int64>, _ detail: String) -> Int64? {
        value(name, FieldProblem(field: name, code: "out_of_range", detail: detail)) { text in
            Int64(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// How many items a page has; absent, as many as usual.
    mutating func limit() -> Int {
        let most = Int64(AssetQuery.maximumLimit)
        return integer("limit", in: 1...most, "limit is a number from 1 to \(most).").map(Int.init) ?? AssetQuery.defaultLimit
    }

    /// `true` or `false`; absent is false.
    mutating func flag(_ name: String) -> Bool {
        value(name, FieldProblem(field: name, code: "unknown_value", detail: "\(name) is true or false.")) { Bool($0) } ?? false
    }

    /// Leaves alone a parameter that somebody else reads.
    mutating func allow(_ name: String) { known.insert(name) }

    private mutating func value<Value>(_ name: String, _ problem: FieldProblem, _ parse: (String) -> Value?) -> Value? {
        known.insert(name)
        let values = query.values(name)
        guard let text = values.first else { return nil }
        if values.count == 1, let value = parse(text) { return value }
        problems.append(problem)
        return nil
    }

    /// Throws ``RequestError`` `invalidParameters` when a parameter was wrong, given twice, or is one nobody asked for.
    func end() throws(RequestError) {
        let unknown = query.items.map(\.name).filter { !known.contains($0) }.map(FieldProblem.unknownParameter)
        if !(problems + unknown).isEmpty { throw .invalidParameters(problems + unknown) }
    }
}

extension FieldProblem {
    /// Of a value that is none of a fixed set.
    static func unknownValue(_ field: String, of choices: [String]) -> FieldProblem {
        FieldProblem(field: field, code: "unknown_value", detail: "\(field) is one of \(choices.joined(separator: ", ")).")
    }

    static func unknownParameter(_ name: String) -> FieldProblem {
        FieldProblem(field: name, code: "unknown_parameter", detail: "There is no parameter “\(name)” here.")
    }
}
