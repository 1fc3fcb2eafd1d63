internal import CLinux
internal import Glibc
internal import Platform

/// The listening sockets of one configuration.
enum Listener {
    /// Opens a socket for each address `host` stands for, all on one port; returns descriptors and port.
    static func open(host: String, port: UInt16) throws(HTTPError) -> (sockets: [Int32], port: UInt16) {
        guard host == "localhost" else {
            guard let address = SocketAddress(host, port: port) else {
                throw .malformed("the host to listen on is a numeric address or localhost, not \(host)")
            }
            let socket = try open(address)
            return ([socket], boundPort(socket))
        }
        let four = try open(SocketAddress("127.0.0.1", port: port)!)
        let port = boundPort(four)
        // A machine without IPv6 listens on the one address it has.
        let six = try? open(SocketAddress("::1", port: port)!)
        return ([four] + (six.map { [$0] } ?? []), port)
    }

    private static func open(_ address: SocketAddress) throws(HTTPError) -> Int32 {
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let fd = socket(address.family, Int32(bitPattern: kind), 0)
        guard fd >= 0 else { throw .io(.current) }
        set(fd, SOL_SOCKET, SO_REUSEADDR, 1)
        // Accepted sockets inherit it.
        set(fd, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        if address.family == AF_INET6 { set(fd, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        guard address.withPointer({ bind(fd, $0, $1) }) == 0, listen(fd, 4096) == 0 else {
            let error = Errno.current
            _ = close(fd)
            throw .io(error)
        }
        return fd
    }

    private static func set(_ fd: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = setsockopt(fd, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func boundPort(_ fd: Int32) -> UInt16 {
        SocketAddress { address, length in _ = getsockname(fd, address, length) }.port
    }
}
