import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)))
struct ShutdownTests {
    @Test("a shutdown lets requests in flight finish, cuts idle connections and closes the port")
    func drain() async throws {
        let entered = Event()
        let mayFinish = Event()
        let server = HTTPServer(
            configuration: .patient,
            handler: ClosureHandler { request, body in
                guard request.path == "/slow" else { return .text("pong") }
                entered.happen()
                let bytes = try await body.collect(upTo: 1000)
                await mayFinish.wait()
                return .text("done \(bytes.count)")
            })
        let port = try server.start()
        let idle = try TestClient(port)
        try await idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try await idle.receive(until: "pong")
        let busy = try TestClient(port)
        try await busy.send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc")
        await entered.wait()

        async let ended: Void = server.shutdown(grace: .seconds(30))
        #expect(try await idle.receiveToEnd() == [], "an idle connection is cut at once")
        try await waitUntil { (try? TestClient(port)) == nil }
        try await busy.send("def")
        mayFinish.happen()
        let responses = try #require(TestResponse.all(in: try await busy.receiveToEnd()))
        #expect(responses.map(\.text) == ["done 6"])
        #expect(responses.first?["connection"] == "close")
        await ended
        #expect(server.openConnections == 0)
    }

    @Test("when the grace is over, handlers are cancelled and the rest is cut")
    func graceEnds() async throws {
        let entered = Event()
        let cancelled = Event()
        let server = HTTPServer(
            configuration: .patient,
            handler: ClosureHandler { _, _ in
                entered.happen()
                do {
                    try await Task.sleep(for: .seconds(600))
                } catch {
                    cancelled.happen()
                    throw error
                }
                return .text("never")
            })
        let client = try TestClient(try server.start())
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.wait()
        await server.shutdown(grace: .milliseconds(50))
        await cancelled.wait()
        #expect(try await client.receiveToEnd() == [])
        #expect(server.openConnections == 0)
    }

    @Test("a body that never comes does not hold a shutdown beyond its grace")
    func graceEndsReads() async throws {
        let entered = Event()
        let server = HTTPServer(
            configuration: .patient,
            handler: ClosureHandler { _, body in
                entered.happen()
                return .text("\(try await body.collect(upTo: 10).count)")
            })
        let client = try TestClient(try server.start())
        try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc")
        await entered.wait()
        await server.shutdown(grace: .milliseconds(20))
        #expect(try await client.receiveToEnd() == [])
    }

    @Test("a server without connections stops at once, and a second stop is harmless")
    func empty() async throws {
        let server = HTTPServer(configuration: .patient, handler: ClosureHandler { _, _ in .text("") })
        _ = try server.start()
        await server.shutdown(grace: .seconds(600))
        await server.shutdown(grace: .seconds(600))
    }
}
