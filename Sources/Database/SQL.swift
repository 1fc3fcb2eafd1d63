/// A statement and its bound values.
///
/// ```swift
/// let filter: SQL = "organization_id = \(organization) AND name LIKE \(pattern)"
/// let page: SQL = "SELECT id FROM asset WHERE \(filter) ORDER BY \(raw: sort.column) LIMIT \(50)"
/// ```
/// What is interpolated becomes a parameter and never text; another `SQL` is spliced with its own parameters. Only
/// `raw:` writes text, and takes nothing that came from outside.
package struct SQL: Sendable, Equatable {
    /// The statement, each parameter written `?`: the same for the same shape, so a key for prepared statements.
    package private(set) var text: String
    /// In the order of the placeholders.
    package private(set) var bindings: [SQLValue]

    package init(_ text: String = "", bindings: [SQLValue] = []) {
        self.text = text
        self.bindings = bindings
    }

    package var isEmpty: Bool { text.isEmpty }

    package static func + (left: SQL, right: SQL) -> SQL {
        var result = left
        result += right
        return result
    }

    package static func += (left: inout SQL, right: SQL) {
        left.text += right.text
        left.bindings += right.bindings
    }

    /// The values as parameters with commas between, for `IN (\(SQL.list(ids)))` and `VALUES (…)`.
    ///
    /// Of no values it is `NULL`, so that `IN` matches nothing; so does `NOT IN`: leave that condition out instead.
    package static func list(_ values: some Sequence<some SQLConvertible>) -> SQL {
        let bindings = values.map(\.sqlValue)
        if bindings.isEmpty { return SQL("NULL") }
        return SQL("?" + String(repeating: ", ?", count: bindings.count - 1), bindings: bindings)
    }

    /// The values as rows of one column, `column1`, of which there is one at least: joined to a table they are where reading begins,
    /// as `IN` with many values need not be.
    ///
    ///     SELECT … FROM (\(SQL.rows(ids))) AS wanted CROSS JOIN asset WHERE asset.id = wanted.column1
    package static func rows(_ values: some Sequence<some SQLConvertible>) -> SQL {
        let bindings = values.map(\.sqlValue)
        return SQL("VALUES (?)" + String(repeating: ", (?)", count: max(0, bindings.count - 1)), bindings: bindings)
    }

    mutating func bind(_ value: SQLValue) {
        text += "?"
        bindings.append(value)
    }
}

extension [SQL] {
    /// All parts in order with `separator` between them.
    package func joined(separator: SQL) -> SQL {
        var result = SQL()
        for (index, part) in enumerated() {
            if index > 0 { result += separator }
            result += part
        }
        return result
    }
}
