import Platform
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)))
struct AddressTests {
    @Test(
        "the server listens where it is told to, and sees who calls",
        arguments: [
            ("127.0.0.1", "127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1", "127.0.0.1"), ("::1", "::1", "::1"),
            ("::", "::1", "::1"), ("::", "127.0.0.1", "127.0.0.1"), ("localhost", "127.0.0.1", "127.0.0.1"),
            ("localhost", "::1", "::1"),
        ])
    func listens(on host: String, called: String, from caller: String) async throws {
        try await withServer({ $0.host = host }, { request, _ in .text(request.remoteAddress) }) { port, _ in
            let client = try TestClient(port, host: called)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(TestResponse.all(in: try await client.receiveToEnd())?.map(\.text) == [caller])
        }
    }

    @Test("an address that is not loopback's is not listened on by localhost's port")
    func onlyLoopback() async throws {
        try await withServer({ $0.host = "127.0.0.1" }) { port, _ in
            #expect(throws: TestClient.Failure.self) { try TestClient(port, host: "::1") }
        }
    }

    @Test("a host that is no address stops the start, and so does a taken port")
    func refused() async throws {
        let handler = ClosureHandler { _, _ in .text("") }
        var configuration = HTTPServerConfiguration()
        configuration.host = "example"
        #expect(throws: HTTPError.self) { try HTTPServer(configuration: configuration, handler: handler).start() }
        try await withServer { port, _ in
            configuration.host = "127.0.0.1"
            configuration.port = port
            #expect(throws: HTTPError.io(Errno(rawValue: 98))) {
                try HTTPServer(configuration: configuration, handler: handler).start()
            }
        }
    }

    @Test("connections are counted by IPv4 address or IPv6 /64")
    func networks() throws {
        func network(_ text: String) throws -> SocketAddress.Network { try #require(SocketAddress(text, port: 1)).network }
        #expect(try network("2001:db8::1") == network("2001:db8::ffff:1"))
        #expect(try network("2001:db8::1") != network("2001:db8:0:1::1"))
        #expect(try network("192.0.2.1") != network("192.0.2.2"))
        #expect(try network("::ffff:192.0.2.1") == network("192.0.2.1"))
        #expect(try network("::1") != network("0.0.0.1"))
    }

    @Test("an IPv4 address reached over IPv6 is written as IPv4")
    func text() throws {
        #expect(SocketAddress("::ffff:192.0.2.1", port: 1)?.text == "192.0.2.1")
        #expect(SocketAddress("2001:DB8::0:1", port: 1)?.text == "2001:db8::1")
        #expect(SocketAddress("192.0.2.1", port: 1)?.text == "192.0.2.1")
        #expect(SocketAddress("192.0.2.256", port: 1) == nil)
    }
}
