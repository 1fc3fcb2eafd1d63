import Platform
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)))
struct BodyTests {
    @Test("100 Continue is sent when the handler asks for the body, and not before")
    func expectContinue() async throws {
        try await withServer { port, _ in
            let client = try TestClient(port)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
            #expect(try await client.receive(until: "\r\n\r\n") == Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            try await client.send("abcGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(TestResponse.all(in: try await client.receiveToEnd())?.map(\.text) == ["abc", "pong"])
        }
    }

    @Test("a handler that does not want an expected body answers at once, and the connection ends")
    func unwantedExpect() async throws {
        try await withServer { port, _ in
            let responses = try await exchange(
                port, "POST /none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
            #expect(responses.map(\.status) == [404])
            #expect(responses.first?["connection"] == "close")
        }
    }

    @Test("a long unread body costs the connection, a short one does not")
    func unreadBody() async throws {
        try await withServer { port, _ in
            let long = String(repeating: "x", count: 1 << 20)
            let next = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let first = try await exchange(
                port, "POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: \(1 << 20)\r\n\r\n" + long + next)
            #expect(first.map(\.status) == [404])
            let second = try await exchange(port, "POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + next)
            #expect(second.map(\.status) == [404, 200])
        }
    }

    @Test("a body that lies about being a chunk is refused even while the rest is skipped")
    func malformedUnread() async throws {
        try await withServer { port, _ in
            let responses = try await exchange(
                port,
                "POST /none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(responses.map(\.status) == [404])
        }
    }

    @Test("bodies stream both ways at once through another executor, whole and in order", arguments: [true, false])
    func stream(chunked: Bool) async throws {
        let pool = BlockingPool(name: "test-pool", threads: 1)
        let payload = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try await withServer(
            { _ in },
            { request, body in
                HTTPResponse(
                    body: .stream(length: request.contentLength.map { Int64($0) }) { writer in
                        try await withTaskExecutorPreference(pool) {
                            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 50_000, alignment: 1)
                            defer { buffer.deallocate() }
                            while true {
                                let count = try await body.read(into: buffer)
                                if count == 0 { return }
                                try await writer.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                            }
                        }
                    })
            }
        ) { port, _ in
            let client = try TestClient(port)
            async let received = client.receiveToEnd()
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n")
            if chunked {
                try await client.send("Transfer-Encoding: chunked\r\n\r\n")
                for start in stride(from: 0, to: payload.count, by: 70_000) {
                    let piece = payload[start..<min(start + 70_000, payload.count)]
                    try await client.send(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
                }
                try await client.send("0\r\n\r\n")
            } else {
                try await client.send("Content-Length: \(payload.count)\r\n\r\n")
                try await client.send(payload)
            }
            let response = try #require(TestResponse.all(in: try await received)?.first)
            #expect(response["content-length"] == (chunked ? nil : "\(payload.count)"))
            #expect(response.body == payload)
        }
    }

    @Test("a handler on another thread may leave a rest unread, and the next request is understood", arguments: [true, false])
    func partlyRead(chunked: Bool) async throws {
        let pool = BlockingPool(name: "test-pool", threads: 1)
        try await withServer(
            { _ in },
            { request, body in
                guard request.method == .post else { return .text("pong") }
                let count = try await withTaskExecutorPreference(pool) {
                    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 10_000, alignment: 1)
                    defer { buffer.deallocate() }
                    var count = 0
                    while count < 100_000 { count += try await body.read(into: buffer) }
                    return count
                }
                return .text(count < 110_000 ? "enough" : "too much")
            }
        ) { port, _ in
            let bytes = String(repeating: "x", count: 300_000)
            let body = chunked ? "\(String(300_000, radix: 16))\r\n\(bytes)\r\n0\r\n\r\n" : bytes
            let framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 300000"
            let responses = try await exchange(
                port,
                "POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n\(body)GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(responses.map(\.text) == ["enough", "pong"])
        }
    }

    @Test("what a handler does not read, the client cannot send: the sockets' buffers are all there is")
    func backPressure() async throws {
        let mayRead = Event()
        try await withServer(
            { _ in },
            { _, body in
                await mayRead.wait()
                return .text("\(try await body.collect(upTo: 64 << 20).count)")
            }
        ) { port, _ in
            let client = try TestClient(port)
            let sent = Seen<Int>()
            sent.note(0)
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: \(32 << 20)\r\n\r\n")
            let sending = Task {
                for index in 1...32 {
                    try await client.send([UInt8](repeating: 1, count: 1 << 20))
                    sent.note(index)
                }
            }
            // The sender stands still when its count does not grow any more.
            var before = -1
            while before != sent.value {
                before = sent.value!
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(before < 16)
            mayRead.happen()
            try await sending.value
            #expect(TestResponse.all(in: try await client.receiveToEnd())?.map(\.text) == ["\(32 << 20)"])
        }
    }

    @Test("a read after the request is over is refused, and so are two reads at once")
    func misuse() async throws {
        let kept = Seen<any HTTPRequestBody>()
        try await withServer(
            { _ in },
            { request, body in
                guard request.method == .post else { return .text("pong") }
                kept.note(body)
                async let first = Result { () async throws(HTTPError) in try await body.collect(upTo: 10).count }
                async let second = Result { () async throws(HTTPError) in try await body.collect(upTo: 10).count }
                let results = await [first, second]
                return .text(
                    results.contains(.success(3)) && results.contains(.failure(.io(Errno(rawValue: 16)))) ? "one" : "\(results)")
            }
        ) { port, _ in
            let client = try TestClient(port)
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            _ = try await client.receive(until: "100 Continue\r\n\r\n")
            try await client.send("abcGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(TestResponse.all(in: try await client.receiveToEnd())?.map(\.text) == ["one", "pong"])
            await #expect(throws: HTTPError.closed) { try await kept.value!.collect(upTo: 10) }
            kept.note(nil)  // the handler, the body and the server would keep each other
        }
    }

    @Test("collect stops at its limit")
    func collectLimit() async throws {
        #expect(try await HTTPBytesBody([1, 2, 3]).collect(upTo: 3) == [1, 2, 3])
        await #expect(throws: HTTPError.bodyTooLarge) { try await HTTPBytesBody([1, 2, 3], pieceLength: 1).collect(upTo: 2) }
    }
}

extension Result where Failure == HTTPError {
    fileprivate init(_ body: () async throws(HTTPError) -> Success) async {
        do throws(HTTPError) { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
