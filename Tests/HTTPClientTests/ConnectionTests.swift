import Glibc
import HTTPClient
import HTTPServer
import HTTPTesting
import Platform
import Testing

@Suite("Connections", .timeLimit(.minutes(1)))
struct ConnectionTests {
    private let client = HTTPClient()

    @Test("a connection is used again")
    func keepAlive() async throws {
        let server = try RawServer { connection in
            while !connection.receiveRequest().isEmpty {
                connection.send("HTTP/1.1 200 OK\r\nX-Connection: \(connection.number)\r\nContent-Length: 0\r\n\r\n")
            }
        }
        for _ in 0..<5 {
            #expect(try await client.send(HTTPClientRequest(.get, server.address)).headers["X-Connection"] == "1")
        }
    }

    @Test(
        "a kept connection the server has closed costs no request",
        arguments: [
            HTTPClientRequest.Body.empty, .bytes([UInt8](repeating: 7, count: 100_000)),
        ])
    func closedWhileKept(body: HTTPClientRequest.Body) async throws {
        let server = try RawServer { connection in
            let request = connection.receiveRequest()
            connection.send("HTTP/1.1 200 OK\r\nX-Received: \(request.utf8.count)\r\nContent-Length: 0\r\n\r\n")
        }
        let request = HTTPClientRequest(.put, server.address, body: body)
        for _ in 0..<5 {
            let response = try await client.send(request)
            #expect(response.status == 200)
            #expect(try #require(response.headers["X-Received"].flatMap { Int($0) }) >= Int(body.length))
        }
    }

    @Test("no more connections are made to a host than allowed, and all requests are answered")
    func bound() async throws {
        var configuration = HTTPClientConfiguration()
        configuration.maximumConnectionsPerHost = 2
        configuration.stallTimeout = .seconds(20)
        let client = HTTPClient(configuration)
        let running = Count()
        let respond: @Sendable (HTTPRequest, any HTTPRequestBody) async throws -> HTTPResponse = { _, _ in
            running.add(1)
            defer { running.add(-1) }
            try await Task.sleep(for: .milliseconds(5))
            return .text("ok")
        }
        try await withServer(respond) { address, _ in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 { group.addTask { try await client.send(HTTPClientRequest(.get, address)).status } }
                for try await status in group { #expect(status == 200) }
            }
        }
        #expect(running.highest == 2)
    }

    @Test("who gets no connection in time is told that nothing was sent, and the others are not disturbed")
    func queueTimeout() async throws {
        var configuration = HTTPClientConfiguration()
        configuration.maximumConnectionsPerHost = 1
        configuration.connectTimeout = .milliseconds(100)
        configuration.queueTimeout = .milliseconds(100)
        let client = HTTPClient(configuration)
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1")
            connection.receiveRequest()
        }
        let first = try await client.open(HTTPClientRequest(.get, server.address))
        let error = try await #require(throws: HTTPClientError.self) {
            _ = try await client.send(HTTPClientRequest(.get, server.address))
        }
        #expect(error.nothingWasSent)
        #expect(try await first.some(10) == 1)
    }

    @Test("a proxy named in the environment is used only when asked for")
    func environmentProxy() async throws {
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        defer { unsetenv("http_proxy") }
        var configuration = HTTPClientConfiguration()
        configuration.usesEnvironmentProxy = true
        let asking = HTTPClient(configuration)
        try await withServer({ _, _ in .text("ok") }) { address, _ in
            let response = try await client.send(HTTPClientRequest(.get, address))
            #expect(response.status == 200)
            await #expect(throws: HTTPClientError.self) { _ = try await asking.send(HTTPClientRequest(.get, address)) }
        }
    }
}
