/// Why a statement or transaction failed; never carries a bound value.
@usableFromInline
package enum DatabaseError: Error, Sendable, Equatable {
    /// Another writer held the database for too long, or the transactions conflicted too often; trying later may work.
    case busy
    /// SQLite names the columns (`asset.organization_id, asset.path`), PostgreSQL the constraint.
    case uniqueViolation(constraint: String)
    case foreignKeyViolation
    /// The check's name, or the column for a value of the wrong type.
    case checkViolation(constraint: String)
    case notNullViolation(column: String)
    /// A row has no column of this name.
    case notFoundColumn(String)
    /// A column holds another type than was asked for, or NULL.
    case conversion(column: String)
    /// The disk, or the database's size limit, is full. Nothing was changed.
    case full
    case io
    case corrupt
    /// The database is closed, cannot be reached, or may not be written.
    case unavailable
    /// COMMIT failed in a way that leaves open whether the changes will be there after a restart.
    case commitUnknown
    /// A closure used a transaction outside its life, or began another inside it.
    case misuse(String)
    /// Anything else: the engine's code and its text for it.
    case other(code: Int32, message: String)
}
