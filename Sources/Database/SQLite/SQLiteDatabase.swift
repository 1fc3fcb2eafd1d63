/// A database in one SQLite file, which other processes may have open too.
///
/// One connection writes and `readers` read, each on a thread of its own on which its closures run, so SQLite blocks
/// nobody else. Waiting writers are served in order; writers in other processes are waited for up to `busyTimeout`.
package final class SQLiteDatabase: Database {
    private let writer: SQLiteConnection
    private let readers: ConnectionPool<SQLiteConnection>

    /// Opens `path`, creating it if absent (its folder must exist).
    package init(path: String, readers: Int = 3, busyTimeout: Duration = .seconds(5)) throws(DatabaseError) {
        let milliseconds = UInt64(max(0, busyTimeout / .milliseconds(1)))
        writer = try SQLiteConnection.writer(path: path, busyTimeout: milliseconds)
        var connections: [SQLiteConnection] = []
        for number in 1...max(1, readers) {
            connections.append(try SQLiteConnection.reader(path: path, number: number, busyTimeout: milliseconds))
        }
        self.readers = ConnectionPool(connections)
    }

    package var dialect: SQLDialect { .sqlite }

    package func read<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        try checkBeginning()
        guard let connection = await readers.acquire() else { throw DatabaseError.busy }
        return try await withTaskExecutorPreference(connection.thread) {
            defer { readers.release(connection) }
            try Task.checkCancellation()
            return try await connection.transaction(.read, body)
        }
    }

    package func write<T: Sendable>(_ body: @Sendable (any Transaction) async throws -> T) async throws -> T {
        try checkBeginning()
        return try await withTaskExecutorPreference(writer.thread) {
            await writer.hold()
            defer { writer.letGo() }
            try Task.checkCancellation()
            return try await writer.transaction(.write, body)
        }
    }

    package func ping() async throws {
        _ = try await read { try await $0.row("SELECT count(*) FROM sqlite_schema") }
    }

    package func close() async {
        let idle = await readers.acquireAll()
        for connection in idle {
            await withTaskExecutorPreference(connection.thread) { connection.close() }
        }
        for connection in idle { readers.release(connection) }
        await withTaskExecutorPreference(writer.thread) {
            await writer.hold()
            writer.close()
            writer.letGo()
        }
    }

    /// Refuses a cancelled task, and one inside a transaction, which would wait for itself.
    private func checkBeginning() throws {
        try Task.checkCancellation()
        if writer.thread.isCurrent || readers.connections.contains(where: \.thread.isCurrent) {
            throw DatabaseError.misuse("a transaction was begun inside another")
        }
    }
}
