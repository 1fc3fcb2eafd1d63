/// One row of a result.
///
/// All rows of a result share one array of values, so a row is cheap and keeps its whole result alive.
@usableFromInline
package struct Row: Sendable {
    @usableFromInline
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
    @inlinable
    package func get<T: SQLConvertible>(_ column: String, as type: T.Type = T.self) throws(DatabaseError) -> T {
        guard let value = T(sqlValue: try value(of: column)) else { throw DatabaseError.conversion(column: column) }
        return value
    }

    /// The value of the column at `index`, the first being 0.
    @inlinable
    package func get<T: SQLConvertible>(at index: Int, as type: T.Type = T.self) throws(DatabaseError) -> T {
        guard let value = T(sqlValue: try value(at: index)) else { throw DatabaseError.conversion(column: columns.names[index]) }
        return value
    }

    @usableFromInline
    func value(of column: String) throws(DatabaseError) -> SQLValue {
        guard let index = columns.index(of: column) else { throw .notFoundColumn(column) }
        return values[start + index]
    }

    @usableFromInline
    func value(at index: Int) throws(DatabaseError) -> SQLValue {
        guard columns.names.indices.contains(index) else { throw .notFoundColumn("#\(index)") }
        return values[start + index]
    }
}
