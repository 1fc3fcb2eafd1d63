internal import Platform

/// The connections that only read. The last used goes out first, for its warm cache; who waits is served in order.
final class SQLiteReaderPool: Sendable {
    let connections: [SQLiteConnection]
    private let state: Locked<State>

    private struct State {
        var idle: [SQLiteConnection]
        var waiters: [CheckedContinuation<SQLiteConnection, Never>] = []
    }

    init(_ connections: [SQLiteConnection]) {
        self.connections = connections
        state = Locked(State(idle: connections))
    }

    func acquire() async -> SQLiteConnection {
        if let connection = state.withLock({ $0.idle.popLast() }) { return connection }
        return await withCheckedContinuation { continuation in
            let connection = state.withLock { state in
                let connection = state.idle.popLast()
                if connection == nil { state.waiters.append(continuation) }
                return connection
            }
            if let connection { continuation.resume(returning: connection) }
        }
    }

    func release(_ connection: SQLiteConnection) {
        let waiter = state.withLock { state in
            if state.waiters.isEmpty {
                state.idle.append(connection)
                return nil as CheckedContinuation<SQLiteConnection, Never>?
            }
            return state.waiters.removeFirst()
        }
        waiter?.resume(returning: connection)
    }
}
