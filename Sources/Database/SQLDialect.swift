/// The engine a statement is written for, and what table definitions call things there.
package enum SQLDialect: Sendable {
    case sqlite
    case postgres

    /// 64 bits, signed. Times are microseconds since 1970 in one of these.
    package var integer: String { self == .sqlite ? "INTEGER" : "BIGINT" }

    /// 0 or 1.
    package var boolean: String { self == .sqlite ? "INTEGER" : "SMALLINT" }

    package var real: String { self == .sqlite ? "REAL" : "DOUBLE PRECISION" }

    package var blob: String { self == .sqlite ? "BLOB" : "BYTEA" }

    package var uuid: String { self == .sqlite ? "BLOB" : "UUID" }

    /// Follows the closing parenthesis of every table: SQLite keeps column types only when told to.
    package var tableSuffix: String { self == .sqlite ? " STRICT" : "" }

    /// For a table stored by its primary key (link tables).
    package var keyedTableSuffix: String { self == .sqlite ? " STRICT, WITHOUT ROWID" : "" }

    /// Ends a `SELECT` that locks what it read; in SQLite a write transaction is alone anyway.
    package var forUpdate: String { self == .sqlite ? "" : " FOR UPDATE" }
}
