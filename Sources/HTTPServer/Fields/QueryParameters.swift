/// The names and values of a query or of an `application/x-www-form-urlencoded` body, decoded, in their order.
package struct QueryParameters: Sendable, Equatable {
    /// One `name=value`; without `=` the value is empty.
    package struct Item: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package let items: [Item]

    /// Decodes what follows the `?` of an address; nil is no query.
    package init(rawQuery: Substring?) throws(PercentEncoding.Failure) {
        try self.init(formURLEncoded: Array((rawQuery ?? "").utf8))
    }

    /// Decodes a form's body.
    package init(formURLEncoded bytes: [UInt8]) throws(PercentEncoding.Failure) {
        var items: [Item] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = try PercentEncoding.decode(bytes: pair[..<equals], plusIsSpace: true)
            let value = try PercentEncoding.decode(bytes: pair[equals...].dropFirst(), plusIsSpace: true)
            items.append(Item(name: name, value: value))
        }
        self.items = items
    }

    /// The first value of `name`.
    package subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// All values of `name`, in their order.
    package func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }
}
