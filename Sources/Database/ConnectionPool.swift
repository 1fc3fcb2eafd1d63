internal import Platform

/// A fixed number of connections, lent to one user at a time.
///
/// The last used goes out first, for its warm cache and so that no more are opened than are needed; who waits is served in order.
final class ConnectionPool<Connection: AnyObject & Sendable>: Sendable {
    let connections: [Connection]
    private let state: Locked<State>

    private struct State {
        var idle: [Connection]
        var waiters: [CheckedContinuation<Connection, Never>] = []
    }

    init(_ connections: [Connection]) {
        self.connections = connections
        state = Locked(State(idle: connections))
    }

    func acquire() async -> Connection {
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

    func release(_ connection: Connection) {
        let waiter = state.withLock { state in
            if state.waiters.isEmpty {
                state.idle.append(connection)
                return nil as CheckedContinuation<Connection, Never>?
            }
            return state.waiters.removeFirst()
        }
        waiter?.resume(returning: connection)
    }

    /// Lends every connection, once its user has given it back.
    func acquireAll() async -> [Connection] {
        var all: [Connection] = []
        for _ in connections { all.append(await acquire()) }
        return all
    }
}
