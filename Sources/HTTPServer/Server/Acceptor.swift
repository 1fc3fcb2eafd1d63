internal import CLinux
internal import Glibc
internal import Platform

/// Takes connections from one listening socket and hands them to the loops in turn.
struct Acceptor {
    let server: HTTPServer
    let channel: Channel
    let loops: [EventLoop]

    private static let refusal = Array(
        """
        HTTP/1.1 503 Service Unavailable\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Length: 60\r
        Retry-After: 1\r
        Connection: close\r
        \r
        503 Service Unavailable: there are too many connections now\n
        """.utf8)

    /// Accepts until the channel is cancelled, then closes the port.
    func run() async {
        defer { channel.close() }
        guard channel.loop.register(channel, events: LINUX_EPOLLIN) else { return }
        var turn = 0
        while true {
            do throws(HTTPError) {
                try await channel.waitReadable(until: .max)
            } catch {
                return
            }
            let code = acceptOne(to: loops[turn])
            if code == 0 { turn = (turn + 1) % loops.count } else { await pause(after: code) }
        }
    }

    /// Returns 0, or the `errno` of a failed accept.
    private func acceptOne(to loop: EventLoop) -> Int32 {
        let flags = Int32(bitPattern: SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        var fd: Int32 = -1
        var code: Int32 = 0
        let address = SocketAddress { address, length in
            fd = accept4(channel.fd, address, length, flags)
            code = fd < 0 ? errno : 0
        }
        guard code == 0 else { return code }
        if server.connections.admit(address.network) {
            serve(Channel(fd: fd, loop: loop), address)
        } else {
            refuse(fd)
        }
        return 0
    }

    private func serve(_ channel: Channel, _ address: SocketAddress) {
        server.connections.launch { identifier in
            Task(executorPreference: channel.loop) { [server] in
                await Connection(channel, identifier, remoteAddress: address.text, server: server).run()
                server.connections.remove(identifier, address.network)
            }
        }
    }

    /// After a failed accept: waits for the next connection, or a moment when descriptors have run out.
    private func pause(after code: Int32) async {
        switch code {
        case EAGAIN: channel.noteDrained()
        case EINTR, ECONNABORTED: return
        default: try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func refuse(_ fd: Int32) {
        _ = Self.refusal.withUnsafeBytes { send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        _ = shutdown(fd, Int32(SHUT_WR))
        _ = close(fd)
    }
}
