internal import JSON
internal import Library

/// Reads the fields of a JSON object one by one; what is wrong with any of them is told at the end, all together.
struct JSONFields {
    private var rest: [String: JSONValue]
    private var problems: [FieldProblem] = []

    init(_ object: [String: JSONValue]) { rest = object }

    /// A text that has to be there; empty where it is not.
    mutating func string(_ name: String) -> String {
        switch rest.removeValue(forKey: name) {
        case .string(let text): return text
        case nil, .null: problems.append(FieldProblem(field: name, code: "blank", detail: "\(name) is missing."))
        default: problems.append(FieldProblem(field: name, code: "wrong_type", detail: "\(name) is a text."))
        }
        return ""
    }

    /// A text that may be absent or null.
    mutating func optionalString(_ name: String) -> String? {
        switch rest.removeValue(forKey: name) {
        case .string(let text): return text
        case nil, .null: break
        default: problems.append(FieldProblem(field: name, code: "wrong_type", detail: "\(name) is a text, or null."))
        }
        return nil
    }

    /// A whole number that may be absent or null.
    mutating func optionalInteger(_ name: String) -> Int? {
        switch rest.removeValue(forKey: name) {
        case .number(let number) where Int(exactly: number) != nil: return Int(exactly: number)
        case nil, .null: break
        default: problems.append(FieldProblem(field: name, code: "invalid", detail: "\(name) is a whole number, or null."))
        }
        return nil
    }

    /// A number that has to be there; nil where it is not.
    mutating func number(_ name: String) -> Double? {
        if case .number(let number)? = rest.removeValue(forKey: name) { return number }
        problems.append(FieldProblem(field: name, code: "wrong_type", detail: "\(name) is a number."))
        return nil
    }

    /// One of a fixed set of names; may be absent or null.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, of: Choice.Type) -> Choice? {
        switch rest.removeValue(forKey: name) {
        case .string(let text) where Choice(rawValue: text) != nil: return Choice(rawValue: text)
        case nil, .null: break
        default:
            problems.append(.unknownValue(name, of: Choice.allCases.map(\.rawValue)))
        }
        return nil
    }

    /// A list of texts that has to be there.
    mutating func strings(_ name: String) -> [String] {
        if case .array(let values) = rest.removeValue(forKey: name) {
            let texts = values.map { if case .string(let text) = $0 { text } else { String?.none } }
            if !texts.contains(nil) { return texts.compactMap(\.self) }
        }
        problems.append(FieldProblem(field: name, code: "wrong_type", detail: "\(name) is a list of texts."))
        return []
    }

    /// `true` or `false`; absent or null is false.
    mutating func flag(_ name: String) -> Bool {
        switch rest.removeValue(forKey: name) {
        case .bool(let isSet): return isSet
        case nil, .null: break
        default: problems.append(FieldProblem(field: name, code: "wrong_type", detail: "\(name) is true or false."))
        }
        return false
    }

    /// Whatever the field is; null where it is absent.
    mutating func value(_ name: String) -> JSONValue { rest.removeValue(forKey: name) ?? .null }

    /// Whether the field is there, null included.
    func has(_ name: String) -> Bool { rest[name] != nil }

    /// Whether the field is a list, of whatever.
    func isList(_ name: String) -> Bool {
        if case .array = rest[name] { true } else { false }
    }

    /// Whether the field is absent or null.
    func isMissing(_ name: String) -> Bool { rest[name] ?? .null == .null }

    /// Adds what a door found wrong with a field's value.
    mutating func refuse(_ name: String, _ code: String, _ detail: String) {
        problems.append(FieldProblem(field: name, code: code, detail: detail))
    }

    /// Adds that a field which is known, and not written here, was given; null included.
    mutating func refuseIfGiven(_ name: String, _ code: String, _ detail: String) {
        if rest.removeValue(forKey: name) != nil { refuse(name, code, detail) }
    }

    /// Everything that was wrong, missing, or is a field nobody asked for: for a door that found more elsewhere.
    func remainingProblems() -> [FieldProblem] {
        problems
            + rest.keys.sorted().map {
                FieldProblem(field: $0, code: "unknown_field", detail: "There is no field “\($0)” here.")
            }
    }

    /// Throws ``AccessError`` `invalidFields` when a field was wrong, missing, or is one nobody asked for.
    mutating func end() throws(AccessError) {
        problems = remainingProblems()
        if !problems.isEmpty { throw .invalidFields(problems) }
    }
}
