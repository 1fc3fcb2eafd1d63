internal import Glibc

/// Decides which addresses may be dialled for people who name one (SAFETY, "SSRF"): what everybody can reach, but for this machine's
/// own, and what the operator allows.
package struct OutboundGuard: Sendable {
    private let allowed: [AllowedAddress]
    /// This machine's own addresses, which are found when they are asked for.
    private let own: @Sendable () -> Set<[UInt8]>

    /// - Parameter own: for tests.
    package init(
        allowing allowed: [AllowedAddress] = [], own: @escaping @Sendable () -> Set<[UInt8]> = OutboundGuard.interfaceAddresses
    ) {
        self.allowed = allowed
        self.own = own
    }

    package func permits(_ address: NetworkAddress) -> Bool {
        if address.zone == 0, allowed.contains(where: { $0.covers(address) }) { return true }
        return address.isGloballyRoutable && !own().contains(address.bytes)
    }

    /// The same of the `sockaddr` a socket is about to dial; what is neither IPv4 nor IPv6 is not permitted.
    func permits(socketAddress: UnsafeRawBufferPointer) -> Bool {
        NetworkAddress(socketAddress: socketAddress).map(permits) ?? false
    }

    /// Of every network card of this machine.
    package static func interfaceAddresses() -> Set<[UInt8]> {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var addresses: Set<[UInt8]> = []
        var next = first
        while let entry = next {
            next = entry.pointee.ifa_next
            guard let address = entry.pointee.ifa_addr else { continue }
            let length = Int32(address.pointee.sa_family) == AF_INET6 ? 28 : 16
            let bytes = UnsafeRawBufferPointer(start: address, count: length)
            if let address = NetworkAddress(socketAddress: bytes) { addresses.insert(address.bytes) }
        }
        return addresses
    }
}

/// An exemption from the guard: an address or a range of them, maybe at one port alone.
package struct AllowedAddress: Hashable, Sendable {
    private let range: AddressRange
    /// Nil: every port.
    private let port: UInt16?

    /// Reads `127.0.0.1`, `10.0.0.0/8`, `10.1.2.3:8080`, `fd00::/8`, `[fd00::1]:8080` or `[fd00::/8]:8080`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let (address, port) = Self.halves(String(text))
        guard let range = AddressRange(address) else { return nil }
        self.range = range
        if let port {
            guard let number = UInt16(port), number > 0, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            self.port = number
        } else {
            self.port = nil
        }
    }

    func covers(_ address: NetworkAddress) -> Bool { range.contains(address) && (port == nil || port == address.port) }

    private static func halves(_ text: String) -> (address: String, port: String?) {
        if text.hasPrefix("["), let bracket = text.lastIndex(of: "]") {
            let address = String(text[text.index(after: text.startIndex)..<bracket])
            let rest = text[text.index(after: bracket)...]
            guard address.contains(":"), rest.isEmpty || rest.hasPrefix(":") else { return ("", nil) }
            return (address, rest.isEmpty ? nil : String(rest.dropFirst()))
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : (text, nil)
    }
}
