import Database
import Platform

/// A database in front of another that fails on command.
final class FaultyDatabase: Database {
    /// How the next transaction that changes something ends.
    enum Fault {
        /// Nothing is changed.
        case before(DatabaseError)
        /// The change is kept, and the caller does not learn it.
        case after(DatabaseError)
    }

    private let inner: any Database
    private let nextWrite = Locked<Fault?>(nil)
    private let readsToFailure = Locked<Int?>(nil)
    private let everyWrite = Locked<DatabaseError?>(nil)

    init(_ inner: any Database) { self.inner = inner }

    /// Every write fails so, until ``heal()``.
    func failEveryWrite(with error: DatabaseError) { everyWrite.withLock { $0 = error } }

    func heal() { everyWrite.withLock { $0 = nil } }

    /// The read after the next `count` fails as if the database were away.
    func failNextRead(skipping count: Int) { readsToFailure.withLock { $0 = count } }

    /// The next write ends so; the one after it is sound again.
    func failNextWrite(_ fault: Fault) { nextWrite.withLock { $0 = fault } }

    var dialect: SQLDialect { inner.dialect }

    func read<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        let isFailing = readsToFailure.withLock { count in
            defer { count = count.flatMap { $0 == 0 ? nil : $0 - 1 } }
            return count == 0
        }
        if isFailing { throw DatabaseError.unavailable }
        return try await inner.read(body)
    }

    func write<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        if let error = everyWrite.withLock({ $0 }) { throw error }
        let fault = nextWrite.withLock { fault in
            defer { fault = nil }
            return fault
        }
        if case .before(let error) = fault { throw error }
        let result = try await inner.write(body)
        if case .after(let error) = fault { throw error }
        return result
    }

    func ping() async throws { try await inner.ping() }

    func close() async { await inner.close() }
}
