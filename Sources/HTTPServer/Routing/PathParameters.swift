/// The decoded values a path gives to the placeholders of its route.
package struct PathParameters: Sendable, Equatable {
    private var items: [(name: String, value: String)]

    package init(_ items: [(name: String, value: String)] = []) { self.items = items }

    /// The value of the placeholder `name`; nil when the route has none of that name.
    package subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    package static func == (left: PathParameters, right: PathParameters) -> Bool {
        left.items.elementsEqual(right.items) { $0 == $1 }
    }
}
