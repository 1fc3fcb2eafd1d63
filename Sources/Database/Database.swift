/// A database that runs closures as transactions.
///
/// ```swift
/// let name: String? = try await database.read { try await $0.value("SELECT name FROM asset WHERE id = \(id)") }
/// ```
/// Both methods throw what the closure throws, a `DatabaseError`, or `CancellationError` if the task was cancelled before
/// the transaction began; once begun, only the closure can end it early. A transaction inside another of the same database
/// is refused.
package protocol Database: Sendable {
    var dialect: SQLDialect { get }

    /// Runs `body` on one snapshot of the database; it sees nothing committed after its first statement.
    func read<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T

    /// Runs `body` and commits; when this returns the changes are on the disk, when it throws nothing is changed
    /// (`commitUnknown` apart).
    ///
    /// `body` does nothing but SQL and may be run again, from the beginning, on `busy`.
    func write<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T

    /// Throws unless the database answers.
    func ping() async throws

    /// Waits for the transactions under way and closes; what comes after gets `unavailable`.
    func close() async
}
