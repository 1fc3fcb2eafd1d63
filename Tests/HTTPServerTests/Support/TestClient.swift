import CLinux
import Glibc
import Platform

/// A client that speaks in raw bytes and waits on threads of its own, never on Swift's pool.
final class TestClient: Sendable {
    struct Failure: Error {
        let what: String
        let code: Int32
    }

    private static let threads = BlockingPool(name: "test-client", threads: 24)
    private let socket: FileDescriptor

    init(_ port: UInt16, host: String = "127.0.0.1") throws {
        let isIPv6 = host.contains(":")
        let fd = Glibc.socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        socket = FileDescriptor(owning: fd)
        var timeout = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(fd, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        let code = isIPv6 ? Self.connect6(fd, host, port) : Self.connect4(fd, host, port)
        guard code == 0 else { throw Failure(what: "connect", code: errno) }
    }

    private static func connect4(_ fd: Int32, _ host: String, _ port: UInt16) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private static func connect6(_ fd: Int32, _ host: String, _ port: UInt16) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        inet_pton(AF_INET6, host, &address.sin6_addr)
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) }
        }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await withTaskExecutorPreference(Self.threads) { try self.sendNow(bytes) }
    }

    private func sendNow(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket.rawValue, $0.baseAddress! + offset, $0.count - offset, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(what: "send", code: errno) }
            offset += count
        }
    }

    /// Whatever comes next; empty at the end of the connection, be it by a reset.
    func receive(upTo limit: Int = 65536) async throws -> [UInt8] {
        try await withTaskExecutorPreference(Self.threads) {
            var buffer = [UInt8](repeating: 0, count: limit)
            let count = recv(self.socket.rawValue, &buffer, limit, 0)
            if count < 0, errno == ECONNRESET { return [] }
            guard count >= 0 else { throw Failure(what: "receive", code: errno) }
            return Array(buffer[..<count])
        }
    }

    func receiveToEnd() async throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = try await receive()
            if piece.isEmpty { return all }
            all += piece
        }
    }

    /// Receives until `text` has come.
    func receive(until text: String) async throws -> [UInt8] {
        var all: [UInt8] = []
        while all.firstRange(of: Array(text.utf8)) == nil {
            let piece = try await receive()
            guard !piece.isEmpty else { throw Failure(what: "ended before \(text)", code: 0) }
            all += piece
        }
        return all
    }

    func endSending() { _ = shutdown(socket.rawValue, Int32(SHUT_WR)) }

    /// Also wakes whoever waits to receive.
    func endBoth() { _ = shutdown(socket.rawValue, Int32(SHUT_RDWR)) }

    /// Makes the close a reset instead of an orderly end.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket.rawValue, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    func limitReceiveBuffer(_ bytes: Int32) {
        var bytes = bytes
        setsockopt(socket.rawValue, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
    }
}
