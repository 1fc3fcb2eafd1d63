/// The names of a result's columns, shared by all its rows.
package final class ColumnNames: Sendable {
    package let names: [String]
    private let indexByName: [String: Int]

    package init(_ names: [String]) {
        self.names = names
        indexByName = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    package func index(of name: String) -> Int? { indexByName[name] }
}
