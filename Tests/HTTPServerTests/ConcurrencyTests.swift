import Platform
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)))
struct ConcurrencyTests {
    @Test("many clients, three loops, handlers on other threads, some clients gone early: every answer is its request's own")
    func mixed() async throws {
        let pool = BlockingPool(name: "test-pool", threads: 3)
        try await withServer(
            { $0.loops = 3 },
            { request, body in
                let bytes = try await withTaskExecutorPreference(pool) { try await body.collect(upTo: 1 << 20) }
                let target = request.target
                return HTTPResponse(
                    body: .stream(length: nil) { writer in
                        try await withTaskExecutorPreference(pool) { try await writer.write(Array(target.utf8)) }
                        try await writer.write(bytes)
                    })
            }
        ) { port, server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<24 { group.addTask { try await talk(port, client) } }
                try await group.waitForAll()
            }
            try await waitUntil { server.openConnections == 0 }
        }
    }

    @Test("a client that never pauses does not keep the others of its loop waiting for ever", .timeLimit(.minutes(5)))
    func fairness() async throws {
        try await withServer({ $0.loops = 1 }) { port, _ in
            let flooder = try TestClient(port)
            let flood = Array(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 2000).utf8)
            let sending = Task { while !Task.isCancelled { try await flooder.send(flood) } }
            let reading = Task { while try await !flooder.receive(upTo: 1 << 20).isEmpty {} }
            _ = try await exchange(port, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            for _ in 0..<5 {
                let responses = try await exchange(port, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(responses.map(\.text) == ["pong"])
            }
            sending.cancel()
            flooder.resetOnClose()
            flooder.endBoth()
            _ = try? await sending.value
            _ = try? await reading.value
        }
    }

    private func talk(_ port: UInt16, _ number: Int) async throws {
        let client = try TestClient(port)
        for turn in 0..<10 {
            let payload = String(repeating: "\(number)", count: 10_000)
            let request = "POST /\(number)/\(turn) HTTP/1.1\r\nHost: a\r\nContent-Length: \(payload.utf8.count)\r\n\r\n\(payload)"
            if turn == 9 && number.isMultiple(of: 3) {
                return try await client.send(String(request.prefix(5000)))
            }
            try await client.send(request)
            let response = TestResponse.all(in: try await client.receive(until: "0\r\n\r\n"))
            #expect(response?.map(\.text) == ["/\(number)/\(turn)\(payload)"])
        }
    }
}
