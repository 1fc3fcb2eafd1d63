import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)))
struct HangUpTests {
    @Test("a handler is cancelled when its client hangs up", arguments: ["end", "reset", "end with the request"])
    func cancels(_ way: String) async throws {
        let entered = Event()
        let cancelled = Event()
        try await withServer(
            { _ in },
            { _, _ in
                entered.happen()
                await withTaskCancellationHandler {
                    await cancelled.wait()
                } onCancel: {
                    cancelled.happen()
                }
                throw CancellationError()
            }
        ) { port, server in
            do {
                let client = try TestClient(port)
                if way == "reset" { client.resetOnClose() }
                try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                if way != "end with the request" { await entered.wait() }
            }
            await cancelled.wait()
            try await waitUntil { server.openConnections == 0 }
        }
    }

    @Test("a streamed response that waits for news is cancelled when its client hangs up")
    func cancelsStream() async throws {
        let entered = Event()
        let cancelled = Event()
        try await withServer(
            { _ in },
            { _, _ in
                HTTPResponse(
                    body: .stream(length: nil) { writer in
                        try await writer.write(Array("hello".utf8))
                        await withTaskCancellationHandler {
                            await cancelled.wait()
                        } onCancel: {
                            cancelled.happen()
                        }
                        entered.happen()
                    })
            }
        ) { port, _ in
            do {
                let client = try TestClient(port)
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await client.receive(until: "hello")
            }
            await entered.wait()
        }
    }

    @Test("a client that ends its side after several requests still gets every answer")
    func halfClosed() async throws {
        try await withServer { port, _ in
            let client = try TestClient(port)
            try await client.send(String(repeating: "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", count: 5))
            client.endSending()
            let responses = TestResponse.all(in: try await client.receiveToEnd())
            #expect(responses?.map(\.text) == Array(repeating: "abc", count: 5))
        }
    }

    @Test(
        "a body cut short is an error to its reader, never a short body",
        arguments: [
            "Content-Length: 9\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n9\r\nabc",
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        ])
    func cutBody(_ rest: String) async throws {
        let seen = Seen<HTTPError>()
        try await withServer(
            { _ in },
            { _, body in
                do throws(HTTPError) {
                    _ = try await body.collect(upTo: 1000)
                    seen.note(nil)
                } catch {
                    seen.note(error)
                    throw error
                }
                return .text("whole")
            }
        ) { port, _ in
            let client = try TestClient(port)
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(rest)")
            client.endSending()
            #expect(try await client.receiveToEnd() == [])
            #expect(seen.value == .some(.closed))
        }
    }
}
