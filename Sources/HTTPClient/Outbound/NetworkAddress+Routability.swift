extension NetworkAddress {
    /// Whether the address is a single host's that everybody can reach: not this machine's or network's, not reserved, documented,
    /// multicast or a tunnel into any of these (IANA's special-purpose registries).
    package var isGloballyRoutable: Bool {
        if zone != 0 { return false }
        if bytes.count == 4 { return Self.isGloballyRoutable(v4: bytes) }
        // NAT64 dials the IPv4 address in the last four bytes.
        if Self.nat64.contains(bytes) { return Self.isGloballyRoutable(v4: Array(bytes.suffix(4))) }
        // Nothing but this has been given to hosts; what is not listed below stays outside: loopback, unique local, link-local,
        // multicast, discard, compatible and translated IPv4, local NAT64.
        return Self.unicast.contains(bytes) && !Self.specialV6.contains { $0.contains(bytes) }
    }

    private static func isGloballyRoutable(v4 bytes: [UInt8]) -> Bool { !specialV4.contains { $0.contains(bytes) } }

    private static let specialV4 = [
        AddressRange(0, 0, 0, 0, bits: 8),  // this network
        AddressRange(10, 0, 0, 0, bits: 8),  // private
        AddressRange(100, 64, 0, 0, bits: 10),  // carrier-grade NAT
        AddressRange(127, 0, 0, 0, bits: 8),  // loopback
        AddressRange(169, 254, 0, 0, bits: 16),  // link-local, clouds' metadata among it
        AddressRange(172, 16, 0, 0, bits: 12),  // private
        AddressRange(192, 0, 0, 0, bits: 24),  // protocol assignments
        AddressRange(192, 0, 2, 0, bits: 24),  // documentation
        AddressRange(192, 88, 99, 0, bits: 24),  // 6to4 relays
        AddressRange(192, 168, 0, 0, bits: 16),  // private
        AddressRange(198, 18, 0, 0, bits: 15),  // benchmarking
        AddressRange(198, 51, 100, 0, bits: 24),  // documentation
        AddressRange(203, 0, 113, 0, bits: 24),  // documentation
        AddressRange(224, 0, 0, 0, bits: 4),  // multicast
        AddressRange(240, 0, 0, 0, bits: 4),  // reserved, and broadcast
    ]

    private static let nat64 = AddressRange(groups: [0x64, 0xff9b], bits: 96)
    private static let unicast = AddressRange(groups: [0x2000], bits: 3)

    private static let specialV6 = [
        AddressRange(groups: [0x2001], bits: 23),  // protocol assignments: Teredo, benchmarking, ORCHID
        AddressRange(groups: [0x2001, 0xdb8], bits: 32),  // documentation
        AddressRange(groups: [0x2002], bits: 16),  // 6to4
        AddressRange(groups: [0x3ffe], bits: 16),  // the former 6bone
        AddressRange(groups: [0x3fff], bits: 20),  // documentation
    ]
}
