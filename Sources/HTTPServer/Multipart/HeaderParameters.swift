/// A field value with parameters: `form-data; name="a"; filename="b.jpg"`.
struct HeaderParameters {
    /// What stands before the first semicolon, in lower case.
    let value: String
    private var items: [(name: String, value: String)] = []

    /// Nil when a parameter has no value, a quote has no end or a name comes twice.
    init?(_ field: String) {
        var rest = Array(field.utf8)[...]
        value = String(decoding: rest.cutPrefix { $0 != UInt8(ascii: ";") }.trimmed, as: UTF8.self).lowercased()
        while true {
            _ = rest.cutPrefix { FieldCharacters.isBlank($0) || $0 == UInt8(ascii: ";") }
            if rest.isEmpty { return }
            let name = String(decoding: rest.cutPrefix(while: FieldCharacters.isToken), as: UTF8.self).lowercased()
            guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "="), self[name] == nil, let value = Self.value(&rest) else {
                return nil
            }
            items.append((name, value))
        }
    }

    /// In the order of the field.
    var names: [String] { items.map(\.name) }

    subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    private static func value(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard rest.first == UInt8(ascii: "\"") else {
            // More than tokens: some clients leave odd boundaries unquoted.
            let bare = rest.cutPrefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\"") }.trimmed
            return bare.isEmpty || rest.first == UInt8(ascii: "\"") ? nil : String(decoding: bare, as: UTF8.self)
        }
        rest.removeFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return afterQuote(rest) ? String(decoding: bytes, as: UTF8.self) : nil }
            // Only a quote and a backslash are escaped; clients write other backslashes as they are.
            let isEscape = byte == UInt8(ascii: "\\") && (rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\"))
            bytes.append(isEscape ? rest.removeFirst() : byte)
        }
        return nil
    }

    private static func afterQuote(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let next = rest.first else { return true }
        return next == UInt8(ascii: ";") || FieldCharacters.isBlank(next)
    }
}

extension ArraySlice<UInt8> {
    /// Removes and returns the longest beginning whose bytes all fit.
    fileprivate mutating func cutPrefix(while fits: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let prefix = prefix(while: fits)
        self = self[prefix.endIndex...]
        return prefix
    }

    fileprivate var trimmed: ArraySlice<UInt8> {
        var result = drop(while: FieldCharacters.isBlank)
        while let last = result.last, FieldCharacters.isBlank(last) { result.removeLast() }
        return result
    }
}
