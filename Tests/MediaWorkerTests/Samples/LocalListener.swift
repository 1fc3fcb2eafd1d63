import Glibc
import Platform

/// A TCP port on this machine that tells whether anybody came.
struct LocalListener {
    private let descriptor: FileDescriptor
    let port: UInt16

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        descriptor = FileDescriptor(owning: listener)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard bound else { throw Errno.current }
        port = UInt16(bigEndian: address.sin_port)
    }

    var wasConnected: Bool {
        let visitor = accept(descriptor.rawValue, nil, nil)
        if visitor >= 0 { close(visitor) }
        return visitor >= 0
    }
}
