internal import CPostgres

/// A database on a PostgreSQL server (15 or newer), through a bounded number of connections.
///
/// Each connection has a thread of its own, on which its closures run, and is made when it is first needed. One that broke is
/// replaced at its next use, so a server that comes back is used again without a restart.
package final class PostgreSQLDatabase: Database {
    private let pool: ConnectionPool<PostgreSQLConnection>
    /// As long as a transaction tries to get its locks: behind a server that hangs nobody queues for ever.
    private let longestWait: Duration

    /// Connects to nothing yet. `url` is `postgres://user:password@host:port/database?sslmode=…` or any connection string of libpq;
    /// throws `other` for one that libpq cannot read.
    ///
    /// `lockTimeout` is how long a statement waits for a row somebody else has locked, `statementTimeout` how long it may take. Who
    /// waits for a connection for twice the lock timeout gets `busy`.
    package init(
        url: String, connections: Int = 10, lockTimeout: Duration = .seconds(5), statementTimeout: Duration = .seconds(30),
        connectTimeout: Duration = .seconds(5)
    ) throws(DatabaseError) {
        guard let options = PQconninfoParse(url, nil) else {
            // libpq's message would quote the URL, and with it the password.
            throw .other(code: 0, message: "the database's URL cannot be read; it looks like postgres://user@host:5432/database")
        }
        PQconninfoFree(options)
        let settings = PostgreSQLSettings(
            url: url, lockTimeout: lockTimeout.wholeMilliseconds, statementTimeout: statementTimeout.wholeMilliseconds,
            connectTimeout: connectTimeout.wholeMilliseconds)
        longestWait = lockTimeout * 2
        pool = ConnectionPool((1...max(1, connections)).reversed().map { PostgreSQLConnection(settings, number: $0) })
    }

    package var dialect: SQLDialect { .postgres }

    package func read<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        try await transaction(.read, body)
    }

    package func write<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        try await transaction(.write, body)
    }

    package func ping() async throws {
        _ = try await read { try await $0.row("SELECT 1") }
    }

    package func close() async {
        let idle = await pool.acquireAll()
        for connection in idle {
            await withTaskExecutorPreference(connection.thread) { connection.close() }
        }
        for connection in idle { pool.release(connection) }
    }

    /// Why no connection can be made, in a sentence for whoever starts the server; nil when one can. Names no password.
    package func connectionProblem() async -> String? {
        guard let connection = await pool.acquire(within: longestWait) else { return "every connection is in use" }
        return await withTaskExecutorPreference(connection.thread) {
            defer { pool.release(connection) }
            do throws(DatabaseError) {
                _ = try connection.connected()
                return nil
            } catch {
                return connection.connectionProblem.isEmpty ? "\(error)" : connection.connectionProblem
            }
        }
    }

    private func transaction<T: Sendable>(
        _ mode: PostgreSQLConnection.Mode, _ body: @Sendable (any Transaction) async throws -> T
    ) async throws -> T {
        try checkBeginning()
        guard let connection = await pool.acquire(within: longestWait) else { throw DatabaseError.busy }
        return try await withTaskExecutorPreference(connection.thread) {
            defer { pool.release(connection) }
            try Task.checkCancellation()
            return try await connection.transaction(mode, body)
        }
    }

    /// Refuses a cancelled task, and one inside a transaction, which might wait for itself.
    private func checkBeginning() throws {
        try Task.checkCancellation()
        if pool.connections.contains(where: \.thread.isCurrent) {
            throw DatabaseError.misuse("a transaction was begun inside another")
        }
    }
}

extension Duration {
    /// At least one.
    fileprivate var wholeMilliseconds: Int { Int(max(1, self / .milliseconds(1))) }
}
