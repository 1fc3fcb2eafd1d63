/// Statements within one transaction; usable only inside the closure it was given to.
///
/// A statement that fails fails the transaction: what follows throws the same error, and nothing is committed, whatever the
/// closure makes of it.
package protocol Transaction: Sendable {
    var dialect: SQLDialect { get }

    /// All rows of a query.
    func rows(_ sql: SQL) async throws(DatabaseError) -> [Row]

    /// The first row of a query, if any.
    func row(_ sql: SQL) async throws(DatabaseError) -> Row?

    /// Runs a statement and answers how many rows it inserted, updated or deleted itself (not by triggers or cascades).
    @discardableResult
    func run(_ sql: SQL) async throws(DatabaseError) -> Int

    /// Lifts the limits on how long a statement may take and wait for locks until the transaction ends: for migrations.
    func allowLongStatements() async throws(DatabaseError)
}

extension Transaction {
    package func allowLongStatements() async throws(DatabaseError) {}

    /// The first column of the first row, nil without a row: `let count: Int? = try await transaction.value("SELECT …")`.
    package func value<T: SQLConvertible>(_ sql: SQL, as type: T.Type = T.self) async throws(DatabaseError) -> T? {
        guard let row = try await row(sql) else { return nil }
        return try row.get(at: 0)
    }
}
