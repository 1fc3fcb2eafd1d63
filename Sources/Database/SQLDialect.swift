/// The engine a statement is written for, and what statements call things there.
///
/// Everything else is written once for both. A parameter has the type of its value on either, so `id = \(7)` compares numbers; columns
/// come back as what was written: a `uuid` as an identifier, sums of whole numbers as whole numbers.
package enum SQLDialect: Sendable {
    case sqlite
    case postgres

    /// 64 bits, signed. Times are microseconds since 1970 in one of these.
    package var integer: String { self == .sqlite ? "INTEGER" : "BIGINT" }

    /// 0 or 1.
    package var boolean: String { self == .sqlite ? "INTEGER" : "SMALLINT" }

    package var real: String { self == .sqlite ? "REAL" : "DOUBLE PRECISION" }

    /// Compared and sorted by bytes on both engines, whatever language a PostgreSQL database was made for: a keyset page must end where
    /// the next begins, and an index stay right when the system's rules for a language change.
    package var text: String { self == .sqlite ? "TEXT" : "TEXT COLLATE \"C\"" }

    package var blob: String { self == .sqlite ? "BLOB" : "BYTEA" }

    package var uuid: String { self == .sqlite ? "BLOB" : "UUID" }

    /// Follows the closing parenthesis of every table: SQLite keeps column types only when told to.
    package var tableSuffix: String { self == .sqlite ? " STRICT" : "" }

    /// For a table stored by its primary key (link tables).
    package var keyedTableSuffix: String { self == .sqlite ? " STRICT, WITHOUT ROWID" : "" }

    /// Ends a `SELECT` that locks the rows it read until the transaction ends; in SQLite a write transaction is alone anyway.
    package var forUpdate: String { self == .sqlite ? "" : " FOR UPDATE" }

    /// The same, but leaves others free to insert rows that refer to these.
    package var forNoKeyUpdate: String { self == .sqlite ? "" : " FOR NO KEY UPDATE" }

    /// Ends a `SELECT … LIMIT 1` that takes a row nobody else has locked.
    package var forUpdateSkippingLocked: String { self == .sqlite ? "" : " FOR UPDATE SKIP LOCKED" }
}
