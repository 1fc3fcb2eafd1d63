internal import CLinux
internal import Glibc
internal import Platform

/// An IPv4 or IPv6 address with a port.
struct SocketAddress: Sendable {
    private var storage = sockaddr_storage()

    /// The address a numeric `text` writes, or nil.
    init?(_ text: String, port: UInt16) {
        var four = sockaddr_in()
        var six = sockaddr_in6()
        if inet_pton(AF_INET, text, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            withUnsafeBytes(of: four) { bytes in withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: bytes) } }
        } else if inet_pton(AF_INET6, text, &six.sin6_addr) == 1 {
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            withUnsafeBytes(of: six) { bytes in withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: bytes) } }
        } else {
            return nil
        }
    }

    /// An address that a system call fills in: accept4(2), getsockname(2).
    init(filledBy call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Void) {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &length) }
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        let length = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
        return withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }

    private var four: sockaddr_in { withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in.self) } }
    private var six: sockaddr_in6 { withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in6.self) } }

    /// Both families keep the port in the same place.
    var port: UInt16 { UInt16(bigEndian: four.sin_port) }

    /// The sixteen bytes of the address, an IPv4 one in its mapped form.
    private var bytes: [UInt8] {
        if family == AF_INET { return Self.mappedPrefix + withUnsafeBytes(of: four.sin_addr) { Array($0) } }
        return withUnsafeBytes(of: six.sin6_addr) { Array($0) }
    }

    private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

    /// The address in numeric form; an IPv4 client of an IPv6 socket is written as IPv4.
    var text: String {
        let bytes = bytes
        if bytes.starts(with: Self.mappedPrefix) { return bytes[12...].map(String.init).joined(separator: ".") }
        var address = six.sin6_addr
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            inet_ntop(AF_INET6, &address, buffer.baseAddress, socklen_t(buffer.count))
            return String(cString: buffer.baseAddress!)
        }
    }

    /// What connections are counted by: an IPv4 address, or the /64 network one IPv6 subscriber has.
    var network: Network {
        let bytes = bytes
        let isMapped = bytes.starts(with: Self.mappedPrefix)
        let part = isMapped ? bytes[8...] : bytes[..<8]
        return Network(isMapped: isMapped, bits: part.reduce(0) { $0 << 8 | UInt64($1) })
    }

    struct Network: Hashable, Sendable {
        fileprivate let isMapped: Bool
        fileprivate let bits: UInt64
    }
}
