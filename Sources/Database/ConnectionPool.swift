internal import Platform

/// A fixed number of connections, lent to one user at a time.
///
/// The last used goes out first, for its warm cache and so that no more are opened than are needed; who waits is served in order.
final class ConnectionPool<Connection: AnyObject & Sendable>: Sendable {
    let connections: [Connection]
    private let state: Locked<State>

    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Connection?, Never>
        /// Ends the wait when it has been long enough.
        let alarm: Task<Void, any Error>?
    }

    private struct State {
        var idle: [Connection]
        var waiters: [Waiter] = []
        var waits = 0
    }

    init(_ connections: [Connection]) {
        self.connections = connections
        state = Locked(State(idle: connections))
    }

    /// A connection of the caller's own until it is released; nil when none came free within `limit`.
    func acquire(within limit: Duration? = nil) async -> Connection? {
        if let connection = state.withLock({ $0.idle.popLast() }) { return connection }
        return await withCheckedContinuation { continuation in
            let connection: Connection? = state.withLock { state -> Connection? in
                if let connection = state.idle.popLast() { return connection }
                state.waits += 1
                let number = state.waits
                let alarm = limit.map { limit in
                    Task {
                        try await Task.sleep(for: limit)
                        giveUp(number)
                    }
                }
                state.waiters.append(Waiter(number: number, continuation: continuation, alarm: alarm))
                return nil
            }
            if let connection { continuation.resume(returning: connection) }
        }
    }

    func release(_ connection: Connection) {
        let waiter = state.withLock { state in
            if state.waiters.isEmpty {
                state.idle.append(connection)
                return nil as Waiter?
            }
            return state.waiters.removeFirst()
        }
        waiter?.alarm?.cancel()
        waiter?.continuation.resume(returning: connection)
    }

    /// Lets a waiter go without a connection, if it still waits.
    private func giveUp(_ number: Int) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: nil)
    }

    /// Lends every connection, once its user has given it back.
    func acquireAll() async -> [Connection] {
        var all: [Connection] = []
        for _ in connections {
            if let connection = await acquire() { all.append(connection) }
        }
        return all
    }
}
