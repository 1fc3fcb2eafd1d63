import Glibc
import HTTPClient
import Testing

@Suite("Network addresses")
struct NetworkAddressTests {
    @Test(
        "an address everybody can reach is routable",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
            "192.88.98.255",
            "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.112.255", "223.255.255.255",
            "2606:4700:4700::1111", "2001:4860:4860::8888", "2a00::1", "2001:200::1", "2001:db7::1", "2001:db9::1", "2003::1",
            "3ffd::1", "3fff:1000::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
        ])
    func routable(_ text: String) throws {
        #expect(try #require(NetworkAddress(text)).isGloballyRoutable)
    }

    @Test(
        "any other is not",
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
            "127.255.255.255",
            "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.0.2.1",
            "192.88.99.1",
            "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.0",
            "239.255.255.255", "240.0.0.0", "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8", "64:ff9b::127.0.0.1",
            "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:0:0:0:1:808:808", "64:ff9b:1::8.8.8.8",
            "64:ff9b:1:ffff::127.0.0.1", "100::1", "100:0:0:1::1", "2001::1", "2001:0:808:808::1", "2001:2::1", "2001:10::1",
            "2001:20::1", "2001:1ff::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3ffe::1", "3fff::1", "3fff:fff::1",
            "4000::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "febf::1", "fec0::1", "feff::1", "ff00::1", "ff02::1",
        ])
    func notRoutable(_ text: String) throws {
        #expect(try !#require(NetworkAddress(text)).isGloballyRoutable)
    }

    @Test("a socket address is read as the kernel reads it")
    func socketAddresses() throws {
        let bytes: [UInt8] = [2, 0, 0x1f, 0x90, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
        let address = try #require(bytes.withUnsafeBytes { NetworkAddress(socketAddress: $0) })
        #expect(address.bytes == [127, 0, 0, 1] && address.port == 8080 && address.zone == 0)
        var v6: [UInt8] = [10, 0, 0, 80, 0, 0, 0, 0] + [0xfe, 0x80] + Array(repeating: 0, count: 13) + [1] + [3, 0, 0, 0]
        let local = try #require(v6.withUnsafeBytes { NetworkAddress(socketAddress: $0) })
        #expect(local.bytes.count == 16 && local.port == 80 && local.zone == 3)
        v6.removeLast()
        #expect(v6.withUnsafeBytes { NetworkAddress(socketAddress: $0) } == nil)
        let unix: [UInt8] = [1, 0] + Array("/run/docker.sock".utf8)
        #expect(unix.withUnsafeBytes { NetworkAddress(socketAddress: $0) } == nil)
        #expect([UInt8](repeating: 2, count: 7).withUnsafeBytes { NetworkAddress(socketAddress: $0) } == nil)
    }

    @Test("an address with a zone is nobody's but this network's")
    func zones() throws {
        let bytes: [UInt8] = [10, 0, 0, 80, 0, 0, 0, 0, 0x26, 0x06] + Array(repeating: 0, count: 13) + [1] + [3, 0, 0, 0]
        let address = try #require(bytes.withUnsafeBytes { NetworkAddress(socketAddress: $0) })
        #expect(!address.isGloballyRoutable)
        #expect(!OutboundGuard(allowing: [try #require(AllowedAddress("::/0"))], own: { [] }).permits(address))
    }
}

@Suite("The outbound guard's exemptions")
struct AllowedAddressTests {
    private func permits(_ allowed: String, _ address: String, port: UInt16 = 80) throws -> Bool {
        let entry = try #require(AllowedAddress(allowed))
        return OutboundGuard(allowing: [entry], own: { [] }).permits(try #require(NetworkAddress(address, port: port)))
    }

    @Test("one address, a range of them, and either at one port alone")
    func forms() throws {
        #expect(try permits("127.0.0.1", "127.0.0.1"))
        #expect(try !permits("127.0.0.1", "127.0.0.2"))
        #expect(try permits("127.0.0.1", "::ffff:127.0.0.1"))
        #expect(try !permits("127.0.0.1", "::1"))
        #expect(try permits("10.0.0.0/8", "10.255.0.1"))
        #expect(try !permits("10.0.0.0/9", "10.128.0.1"))
        #expect(try permits("0.0.0.0/0", "169.254.169.254"))
        #expect(try permits("10.0.0.0/8:8080", "10.1.1.1", port: 8080))
        #expect(try !permits("10.0.0.0/8:8080", "10.1.1.1", port: 8081))
        #expect(try permits("::1", "::1"))
        #expect(try permits("fd00::/8", "fd12::9"))
        #expect(try !permits("fd00::/9", "fd80::9"))
        #expect(try permits("[fd00::/8]:443", "fd12::9", port: 443))
        #expect(try !permits("[::1]:443", "::1", port: 80))
        #expect(try permits("[::1]", "::1"))
        #expect(try permits("fe80::/64", "fe80::1"))
    }

    @Test(
        "what is none is refused",
        arguments: [
            "", "localhost", "127.0.0.1.", "127.1", "0x7f.0.0.1", "010.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
            "127.0.0.1:+80", "127.0.0.1:80:80", "10.0.0.0/33", "10.0.0.0/", "10.0.0.1/8", "10.0.0.0/8/8", "10.0.0.0/-1",
            "fd00::/129", "fd00::1/8", "[fd00::1", "[127.0.0.1]:80", "[::1]80", "[::1]:", "fe80::1%eth0", "::1]:80", "1.2.3.4/٨",
        ])
    func wrong(_ text: String) { #expect(AllowedAddress(text) == nil) }

    @Test("this machine's own addresses are not permitted, public or not, unless the operator allows them")
    func own() throws {
        let mine = try #require(NetworkAddress("8.8.4.4", port: 80))
        #expect(OutboundGuard(own: { [] }).permits(mine))
        #expect(!OutboundGuard(own: { [mine.bytes] }).permits(mine))
        #expect(OutboundGuard(allowing: [try #require(AllowedAddress("8.8.4.4:80"))], own: { [mine.bytes] }).permits(mine))
        #expect(OutboundGuard.interfaceAddresses().contains([127, 0, 0, 1]))
    }
}
