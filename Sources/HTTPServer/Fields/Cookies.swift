/// The cookies a client sent.
package struct Cookies: Sendable {
    /// Name and value of each, in their order.
    package let items: [(name: String, value: String)]

    /// Reads all `Cookie` fields of a request; what is no `name=value` is left out.
    package init(_ headers: HTTPHeaders) {
        items = headers.values("cookie").flatMap { $0.split(separator: ";") }.compactMap { pair in
            guard let equals = pair.firstIndex(of: "=") else { return nil }
            let name = pair[..<equals].trimmed
            var value = pair[pair.index(after: equals)...].trimmed
            if value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
            return FieldCharacters.isToken(name) ? (String(name), String(value)) : nil
        }
    }

    /// The first cookie of this name.
    package subscript(name: String) -> String? { items.first { $0.name == name }?.value }
}
