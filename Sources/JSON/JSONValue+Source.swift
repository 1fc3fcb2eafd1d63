/// A value as JSON text, names in order.
extension JSONValue {
    /// On one line.
    package var source: String { source(indentation: nil) }

    /// Each member and each item on a line of its own.
    package var prettySource: String { source(indentation: "") }

    private func source(indentation: String?) -> String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): Int64(exactly: value).map(String.init) ?? "\(value)"
        case .string(let text): JSONDocument.quoted(text)
        case .array(let items): Self.enclosed(items.map { ("", $0) }, "[", "]", indentation)
        case .object(let members):
            Self.enclosed(
                members.sorted { $0.key < $1.key }.map {
                    (JSONDocument.quoted($0.key) + (indentation == nil ? ":" : ": "), $0.value)
                }, "{", "}", indentation)
        }
    }

    private static func enclosed(
        _ parts: [(prefix: String, value: JSONValue)], _ start: String, _ end: String, _ indentation: String?
    ) -> String {
        if parts.isEmpty { return start + end }
        guard let indentation else {
            return start + parts.map { $0.prefix + $0.value.source }.joined(separator: ",") + end
        }
        let inner = indentation + "  "
        let lines = parts.map { inner + $0.prefix + $0.value.source(indentation: inner) }
        return start + "\n" + lines.joined(separator: ",\n") + "\n" + indentation + end
    }

    /// Whether reading it into numbers of double precision has kept every number in it, as far as can be told.
    package var keepsNumbers: Bool {
        switch self {
        case .number(let value): abs(value) < 9_007_199_254_740_992
        case .array(let items): items.allSatisfy(\.keepsNumbers)
        case .object(let members): members.values.allSatisfy(\.keepsNumbers)
        default: true
        }
    }
}
