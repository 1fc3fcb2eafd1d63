internal import CLinux
internal import Glibc
package import Platform

/// An HTTP/1.1 server: event loops, one task a connection, strict parsing, bounded everything (SAFETY: smuggling,
/// slowloris, connection limits).
///
///     let server = try HTTPServer(configuration: configuration, handler: handler)
///     let port = try server.start()
///     await Signals.waitForTermination()
///     await server.shutdown(grace: .seconds(10))
package final class HTTPServer: Sendable {
    private let configuration: HTTPServerConfiguration
    let limits: ConnectionLimits
    let handler: any HTTPHandler
    /// Where files that are not in the page cache are read, so that no loop waits for a disk.
    let fileReads: BlockingPool?
    let connections: ConnectionTable
    private let loops: Locked<[EventLoop]>
    private let listeners = Locked<[Channel]>([])

    package init(configuration: HTTPServerConfiguration, handler: any HTTPHandler, fileReads: BlockingPool? = nil) {
        self.configuration = configuration
        self.handler = handler
        self.fileReads = fileReads
        limits = ConnectionLimits(configuration)
        connections = ConnectionTable(configuration)
        loops = Locked([])
    }

    /// Connections open at this moment, idle ones too.
    package var openConnections: Int { connections.count }

    /// Opens the port, starts the loops, and returns the port it is bound to. Call it once.
    package func start() throws(HTTPError) -> UInt16 {
        raiseOpenFileLimit()
        let loops = try makeLoops()
        let (sockets, port) = try Listener.open(host: configuration.host, port: configuration.port)
        for (index, loop) in loops.enumerated() { loop.start(name: "http-\(index)") }
        let channels = sockets.map { Channel(fd: $0, loop: loops[0]) }
        self.loops.withLock { $0 = loops }
        listeners.withLock { $0 = channels }
        for channel in channels {
            let acceptor = Acceptor(server: self, channel: channel, loops: loops)
            Task(executorPreference: loops[0]) { await acceptor.run() }
        }
        return port
    }

    private func makeLoops() throws(HTTPError) -> [EventLoop] {
        var loops: [EventLoop] = []
        for _ in 0..<max(1, configuration.loops) { loops.append(try EventLoop(inputBytes: max(4096, limits.head.headBytes))) }
        return loops
    }

    /// Closes the port and idle connections at once, lets requests in flight finish for `grace`, then cancels the rest.
    package func shutdown(grace: Duration) async {
        let loops = loops.withLock { $0 }
        let listeners = listeners.withLock { $0 }
        for loop in loops {
            try? await loop.perform { () throws(HTTPError) in
                loop.isDraining = true
                loop.channels.forEach { if $0.isIdle && $0.peek() != .bytes { $0.cancel() } }
            }
        }
        for listener in listeners { try? await listener.loop.perform { () throws(HTTPError) in listener.cancel() } }
        let end = Task {
            try await Task.sleep(for: grace)
            await cutAll(loops)
        }
        await connections.waitUntilEmpty()
        end.cancel()
    }

    private func cutAll(_ loops: [EventLoop]) async {
        connections.cancelAll()
        for loop in loops { try? await loop.perform { () throws(HTTPError) in loop.channels.forEach { $0.cancel() } } }
    }

    // The loops' threads end with the server, not with the shutdown: a body that a handler's leftover task still holds
    // keeps the server, and so finds its loop alive.
    deinit {
        for loop in loops.withLock({ $0 }) { loop.stop() }
    }
}

/// The soft limit is often 1024, below what `maximumConnections` promises.
private func raiseOpenFileLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}
