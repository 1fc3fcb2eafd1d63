import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)))
struct LimitTests {
    private static let ping = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("a connection that says nothing is cut without a word")
    func silence() async throws {
        try await withServer({ $0.headerTimeout = .milliseconds(150) }) { port, _ in
            let answer = try await TestClient(port).receiveToEnd()
            #expect(answer == [])
        }
    }

    @Test("a connection idle between requests is cut without a word")
    func idle() async throws {
        try await withServer({ $0.idleTimeout = .milliseconds(150) }) { port, _ in
            let client = try TestClient(port)
            try await client.send(Self.ping)
            let responses = TestResponse.all(in: try await client.receiveToEnd())
            #expect(responses?.map(\.status) == [200])
        }
    }

    @Test("dripping a head byte by byte does not extend its time")
    func slowHead() async throws {
        try await withServer({ $0.headerTimeout = .milliseconds(300) }) { port, _ in
            let client = try TestClient(port)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
            let drip = Task {
                while true {
                    try await Task.sleep(for: .milliseconds(20))
                    try await client.send("a")
                }
            }
            // The drip never ends by itself: an answer means that it did not buy more time.
            let answer = try await client.receive(until: "\r\n\r\n")
            drip.cancel()
            #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test("a body that stalls is answered 408")
    func stalledBody() async throws {
        try await withServer({ $0.bodyTimeout = .milliseconds(150) }) { port, _ in
            let responses = try await exchange(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
            #expect(responses.map(\.status) == [408])
        }
    }

    @Test("a body that trickles below the minimum rate is answered 408")
    func slowBody() async throws {
        try await withServer({
            $0.minimumBodyBytesPerSecond = 1000
            $0.bodyRateWindow = .milliseconds(300)
        }) { port, _ in
            let client = try TestClient(port)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
            let drip = Task {
                while true {
                    try await Task.sleep(for: .milliseconds(20))
                    try await client.send("a")
                }
            }
            let answer = try await client.receive(until: "\r\n\r\n")
            drip.cancel()
            #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test("a client that takes nothing of its response is cut")
    func slowReader() async throws {
        let ended = Event()
        try await withServer(
            { $0.writeTimeout = .milliseconds(200) },
            { _, _ in
                HTTPResponse(
                    body: .stream(length: nil) { writer in
                        defer { ended.happen() }
                        while true { try await writer.write([UInt8](repeating: 0, count: 65536)) }
                    })
            }
        ) { port, _ in
            let client = try TestClient(port)
            client.limitReceiveBuffer(4096)
            try await client.send(Self.ping)
            await ended.wait()
        }
    }

    @Test("an announced body over the limit is refused before the handler sees it")
    func announcedTooLarge() async throws {
        try await withServer({ $0.maximumBodyBytes = 1000 }) { port, _ in
            let responses = try await exchange(port, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
            #expect(responses.map(\.status) == [413])
            let allowed = try await exchange(
                port,
                "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n"
                    + String(repeating: "x", count: 1000))
            #expect(allowed.map(\.status) == [200])
        }
    }

    @Test("a chunked body is cut off at the limit, and the client can still read why while it sends")
    func chunkedTooLarge() async throws {
        try await withServer({ $0.maximumBodyBytes = 100_000 }) { port, _ in
            let client = try TestClient(port)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<30 { try await client.send("10000\r\n" + String(repeating: "x", count: 65536) + "\r\n") }
            #expect(TestResponse.all(in: try await client.receiveToEnd())?.map(\.status) == [413])
        }
    }

    @Test("one address gets no more connections than its share, and gets them back")
    func perAddress() async throws {
        try await withServer({ $0.maximumConnectionsPerAddress = 3 }) { port, server in
            try await expect(served: 3, refused: 2, port)
            try await waitUntil { server.openConnections == 0 }
            try await expect(served: 3, refused: 1, port)
        }
    }

    @Test("all addresses together get no more than the whole")
    func inAll() async throws {
        try await withServer({ $0.maximumConnections = 2 }) { port, _ in try await expect(served: 2, refused: 2, port) }
    }

    @Test("an uncounted address, such as a proxy's, is not limited by itself")
    func uncounted() async throws {
        try await withServer({
            $0.maximumConnectionsPerAddress = 1
            $0.uncountedAddresses = ["127.0.0.1"]
        }) { port, _ in try await expect(served: 4, refused: 0, port) }
    }

    private func expect(served: Int, refused: Int, _ port: UInt16) async throws {
        var clients: [TestClient] = []
        for _ in 0..<served {
            let client = try TestClient(port)
            try await client.send(Self.ping)
            #expect(String(decoding: try await client.receive(until: "pong"), as: UTF8.self).hasPrefix("HTTP/1.1 200 "))
            clients.append(client)
        }
        for _ in 0..<refused {
            let answer = try await TestClient(port).receiveToEnd()
            #expect(TestResponse.all(in: answer)?.map(\.status) == [503])
        }
        withExtendedLifetime(clients) {}
    }
}
