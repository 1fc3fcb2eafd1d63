import Library
import Testing

@Suite("What failed sign-ins are counted by")
struct ClientNetworkTests {
    @Test(
        "an IPv6 client is its /64, however its address is written",
        arguments: [
            "2001:db8:1:2::7", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:0DB8:0001:0002:0:0:0:1", "2001:db8:1:2:3::",
            "2001:db8:1:2::7%eth0",
        ])
    func subscriber(_ address: String) {
        #expect(ClientNetwork.of(address) == "2001:db8:1:2::/64")
    }

    @Test("short forms are filled in where they belong", arguments: [("::1", "0:0:0:0::/64"), ("fe80::", "fe80:0:0:0::/64")])
    func short(_ address: String, _ network: String) {
        #expect(ClientNetwork.of(address) == network)
    }

    @Test(
        "an IPv4 address and what is no address stand for themselves",
        arguments: [
            "192.0.2.7", "", "unknown", "1::2::3", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "x::", "::192.0.2.7",
            "1:2:3:4:5:6:7:8::", ":", ":::",
        ])
    func others(_ address: String) {
        #expect(ClientNetwork.of(address) == address)
    }
}
