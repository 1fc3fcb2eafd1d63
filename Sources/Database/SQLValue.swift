/// A value as a database column holds it.
@usableFromInline
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
    /// A `uuid` in PostgreSQL; in SQLite a blob of 16 bytes, the most significant first. Every blob of 16 bytes is read as this.
    case uuid(UInt128)
}
