internal import Glibc

/// An IP address and a port, as a socket dials them.
package struct NetworkAddress: Hashable, Sendable {
    /// Four or sixteen, the most significant first. An IPv4 address mapped into IPv6 is the IPv4 address: that is what is dialled.
    package let bytes: [UInt8]
    package let port: UInt16
    /// Of a link-local IPv6 address: the network card it is to be reached by; else 0.
    package let zone: UInt32

    /// What a `sockaddr` of IPv4 or IPv6 says; nil for any other, and for one that is cut short.
    package init?(socketAddress: UnsafeRawBufferPointer) {
        guard socketAddress.count >= 8 else { return nil }
        port = UInt16(bigEndian: socketAddress.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        switch Int32(socketAddress.loadUnaligned(as: UInt16.self)) {
        case AF_INET:
            bytes = Array(socketAddress[4..<8])
            zone = 0
        case AF_INET6 where socketAddress.count >= 28:
            bytes = Self.unmapped(Array(socketAddress[8..<24]))
            zone = socketAddress.loadUnaligned(fromByteOffset: 24, as: UInt32.self)
        default: return nil
        }
    }

    /// An address in its usual form, four decimal numbers or IPv6 without brackets and zone; nil for any other.
    package init?(_ text: String, port: UInt16 = 0) {
        guard let bytes = Self.parsed(text) else { return nil }
        self.bytes = Self.unmapped(bytes)
        self.port = port
        zone = 0
    }

    /// Four bytes or sixteen, as they are written.
    static func parsed(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes.prefix(4)) }
        return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }

    private static func unmapped(_ bytes: [UInt8]) -> [UInt8] {
        bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]) && bytes.count == 16 ? Array(bytes.suffix(4)) : bytes
    }
}

/// All addresses that begin with the same bits.
package struct AddressRange: Hashable, Sendable {
    /// Four bytes or sixteen.
    private let bytes: [UInt8]
    private let bits: Int

    /// Of IPv4.
    init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, bits: Int) {
        bytes = [first, second, third, fourth]
        self.bits = bits
    }

    /// Of IPv6, by its first groups.
    init(groups: [UInt16], bits: Int) {
        bytes = (groups + Array(repeating: 0, count: 8 - groups.count)).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
        self.bits = bits
    }

    /// An address, or a range as `10.0.0.0/8`; nil for anything else, and where the address is not the first of its range.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let bytes = NetworkAddress.parsed(String(parts[0])) else { return nil }
        var bits = bytes.count * 8
        if parts.count == 2 {
            guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(parts[1]),
                length <= bits
            else { return nil }
            bits = length
        }
        self.bytes = bytes
        self.bits = bits
        let restIsZero = (bits..<bytes.count * 8).allSatisfy { bytes[$0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 }
        if !restIsZero { return nil }
    }

    package func contains(_ address: NetworkAddress) -> Bool { contains(address.bytes) }

    func contains(_ other: [UInt8]) -> Bool {
        guard other.count == bytes.count else { return false }
        let (whole, rest) = (bits / 8, UInt8(bits % 8))
        guard other.prefix(whole).elementsEqual(bytes.prefix(whole)) else { return false }
        return rest == 0 || (other[whole] ^ bytes[whole]) >> (8 - rest) == 0
    }
}
