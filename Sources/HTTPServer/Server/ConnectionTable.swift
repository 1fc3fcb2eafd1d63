internal import Platform

/// The open connections: how many in all and from each network, and the task of each.
final class ConnectionTable: Sendable {
    typealias Identifier = UInt64

    private struct State {
        var open = 0
        var perNetwork: [SocketAddress.Network: Int] = [:]
        var tasks: [Identifier: Task<Void, Never>] = [:]
        var lastIdentifier: Identifier = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())
    private let maximum: Int
    private let maximumPerNetwork: Int
    private let uncounted: Set<SocketAddress.Network>

    init(_ configuration: HTTPServerConfiguration) {
        maximum = configuration.maximumConnections
        maximumPerNetwork = configuration.maximumConnectionsPerAddress
        uncounted = Set(configuration.uncountedAddresses.compactMap { SocketAddress($0, port: 0)?.network })
    }

    var count: Int { state.withLock { $0.open } }

    /// Counts a connection in, or refuses it.
    func admit(_ network: SocketAddress.Network) -> Bool {
        let limit = uncounted.contains(network) ? Int.max : maximumPerNetwork
        return state.withLock { state in
            guard state.open < maximum, state.perNetwork[network, default: 0] < limit else { return false }
            state.open += 1
            state.perNetwork[network, default: 0] += 1
            return true
        }
    }

    /// Keeps the task `start` makes; made under the lock, so that its end cannot come before its entry.
    func launch(_ start: (Identifier) -> Task<Void, Never>) {
        state.withLock { state in
            state.lastIdentifier += 1
            state.tasks[state.lastIdentifier] = start(state.lastIdentifier)
        }
    }

    /// Counts a connection out.
    func remove(_ identifier: Identifier, _ network: SocketAddress.Network) {
        let waiting = state.withLock { state in
            state.open -= 1
            state.tasks[identifier] = nil
            let left = state.perNetwork[network, default: 1] - 1
            state.perNetwork[network] = left == 0 ? nil : left
            guard state.open == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func cancel(_ identifier: Identifier) {
        state.withLock { $0.tasks[identifier] }?.cancel()
    }

    func cancelAll() {
        for task in state.withLock({ Array($0.tasks.values) }) { task.cancel() }
    }

    func waitUntilEmpty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.open > 0 { state.waiting.append(continuation) }
                return state.open == 0
            }
            if isEmpty { continuation.resume() }
        }
    }
}
