/// One row of a result.
///
/// All rows of a result share one array of values, so a row is cheap and keeps its whole result alive.
package struct Row: Sendable {
    package let columns: ColumnNames
    private let values: [SQLValue]
    private let start: Int

    /// The row whose values are the `columns.names.count` from `start` on.
    package init(columns: ColumnNames, values: [SQLValue], start: Int = 0) {
        self.columns = columns
        self.values = values
        self.start = start
    }

    /// The value of the column called `column` (of several with that name, the first).
    ///
    /// Throws `notFoundColumn`, or `conversion` when it does not hold a `T`: NULL needs an optional `T`.
    package func get<T: SQLConvertible>(_ column: String, as type: T.Type = T.self) throws(DatabaseError) -> T {
        guard let index = columns.index(of: column) else { throw .notFoundColumn(column) }
        return try get(at: index)
    }

    /// The value of the column at `index`, the first being 0.
    package func get<T: SQLConvertible>(at index: Int, as type: T.Type = T.self) throws(DatabaseError) -> T {
        guard columns.names.indices.contains(index) else { throw .notFoundColumn("#\(index)") }
        guard let value = T(sqlValue: values[start + index]) else { throw .conversion(column: columns.names[index]) }
        return value
    }
}
