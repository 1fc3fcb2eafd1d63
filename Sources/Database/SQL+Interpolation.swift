extension SQL: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) { self.init(text) }

    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL

        package init(literalCapacity: Int, interpolationCount: Int) {
            var text = ""
            text.reserveCapacity(literalCapacity + interpolationCount)
            sql = SQL(text)
        }

        package mutating func appendLiteral(_ literal: String) { sql += SQL(literal) }

        /// A bound parameter.
        package mutating func appendInterpolation(_ value: some SQLConvertible) { sql.bind(value.sqlValue) }

        /// A bound parameter, NULL for nil.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            sql.bind(value?.sqlValue ?? .null)
        }

        /// Another statement's text and parameters.
        package mutating func appendInterpolation(_ part: SQL) { sql += part }

        /// Text taken as it is: a name or a keyword of the program's own, never anything that came from outside.
        package mutating func appendInterpolation(raw text: String) { sql += SQL(text) }
    }
}
