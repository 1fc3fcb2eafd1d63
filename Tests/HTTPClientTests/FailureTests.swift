import Glibc
import HTTPClient
import HTTPServer
import HTTPTesting
import Platform
import Testing

@Suite("What goes wrong between client and server", .timeLimit(.minutes(1)))
struct FailureTests {
    private let client = HTTPClient()

    @Test("a refused connection says that nothing was sent")
    func refused() async throws {
        let error = try await #require(throws: HTTPClientError.self) {
            _ = try await client.send(HTTPClientRequest(.get, "http://127.0.0.1:1/"))
        }
        #expect(error.nothingWasSent)
    }

    @Test("a connection that closes without an answer leaves the outcome unknown")
    func noAnswer() async throws {
        let server = try RawServer { $0.receiveRequest() }
        let error = try await #require(throws: HTTPClientError.self) {
            _ = try await client.send(HTTPClientRequest(.post, server.address, body: .bytes([1])))
        }
        guard case .interrupted = error else { Issue.record("\(error)"); return }
        #expect(!error.nothingWasSent)
    }

    @Test(
        "a body cut short is an error, never a short end",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n12345",
        ])
    func cutBody(answer: String) async throws {
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send(answer)
        }
        let download = try await client.open(HTTPClientRequest(.get, server.address))
        var bytes = 0
        let error = try await #require(throws: HTTPClientError.self) {
            while true {
                let count = try await download.some(3)
                #expect(count > 0)
                if count == 0 { return }
                bytes += count
            }
        }
        guard case .interrupted = error else { Issue.record("\(error)"); return }
        #expect(bytes == 5)
    }

    enum Nonsense: String, CaseIterable {
        case anotherProtocol, namelessField, endlessHead, noStatus

        var bytes: String {
            switch self {
            case .anotherProtocol: "SSH-2.0-OpenSSH_9\r\n"
            case .namelessField: "HTTP/1.1 200 OK\r\n: nameless\r\n\r\n"
            case .endlessHead: "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 70_000) + "\r\n\r\n"
            case .noStatus: "HTTP/1.1 OK\r\n\r\n"
            }
        }
    }

    @Test("what is no HTTP is no answer", arguments: Nonsense.allCases)
    func nonsense(answer: Nonsense) async throws {
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send(answer.bytes)
        }
        let error = try await #require(throws: HTTPClientError.self) {
            _ = try await client.send(HTTPClientRequest(.get, server.address))
        }
        guard case .invalidAnswer = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test("an answer over the limit is refused, one at the limit is not")
    func tooLarge() async throws {
        try await withServer({ _, _ in HTTPResponse(body: .bytes([UInt8](repeating: 1, count: 1000))) }) { address, _ in
            let response = try await client.send(HTTPClientRequest(.get, address), limit: 1000)
            #expect(response.body.count == 1000)
            await #expect(throws: HTTPClientError.tooLarge) {
                _ = try await client.send(HTTPClientRequest(.get, address), limit: 999)
            }
        }
    }

    @Test(
        "a server that says nothing, or stops in the middle, is given up",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1"])
    func stall(answer: String) async throws {
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send(answer)
            connection.waitForClose()
        }
        var request = HTTPClientRequest(.get, server.address)
        request.stallTimeout = .milliseconds(100)
        await #expect(throws: HTTPClientError.timedOut) { _ = try await client.send(request) }
    }

    @Test("a server that drips is no stall, but runs out of the whole time")
    func totalTimeout() async throws {
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            var one: UInt8 = 1
            while Glibc.send(connection.socket.rawValue, &one, 1, Int32(MSG_NOSIGNAL)) == 1 { usleep(10_000) }
        }
        var request = HTTPClientRequest(.get, server.address)
        request.stallTimeout = .seconds(30)
        request.totalTimeout = .milliseconds(300)
        await #expect(throws: HTTPClientError.timedOut) { _ = try await client.send(request) }
    }

    @Test("a cancelled task ends its transfer, and the server sees the connection close", arguments: [false, true])
    func cancellation(isHeadSent: Bool) async throws {
        let (asked, closed) = (Event(), Event())
        let server = try RawServer { connection in
            connection.receiveRequest()
            if isHeadSent { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1") }
            asked.happen()
            connection.waitForClose()
            closed.happen()
        }
        let task = Task { [client] in _ = try await client.send(HTTPClientRequest(.get, server.address)) }
        await asked.wait()
        task.cancel()
        await #expect(throws: HTTPClientError.cancelled) { try await task.value }
        await closed.wait()
    }

    @Test("a download that nobody holds any more closes its connection")
    func dropped() async throws {
        let closed = Event()
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1")
            connection.waitForClose()
            closed.happen()
        }
        var download: HTTPDownload? = try await client.open(HTTPClientRequest(.get, server.address))
        #expect(try await download?.some(1) == 1)
        download = nil
        await closed.wait()
    }

    @Test("a shutdown ends what runs and refuses what comes")
    func shutdown() async throws {
        let asked = Event()
        let server = try RawServer { connection in
            connection.receiveRequest()
            asked.happen()
            connection.waitForClose()
        }
        let task = Task { [client] in _ = try await client.send(HTTPClientRequest(.get, server.address)) }
        await asked.wait()
        client.shutdown()
        await #expect(throws: HTTPClientError.shutDown) { try await task.value }
        await #expect(throws: HTTPClientError.shutDown) {
            _ = try await client.send(HTTPClientRequest(.get, server.address))
        }
    }

    @Test("a file shorter than was said is an error, and a refusal before its end is the answer")
    func shortFile() async throws {
        let file = try FileDescriptor.temporary(in: "/tmp")
        try [UInt8](repeating: 1, count: 100).withUnsafeBytes { try file.write($0) }
        try await withServer({ _, body in HTTPResponse(body: .bytes(try await body.collect(upTo: 1000))) }) { address, _ in
            let request = HTTPClientRequest(.put, address, body: .file(file, offset: 0, length: 101))
            await #expect(throws: HTTPClientError.unreadableBody(Errno(rawValue: EIO))) { _ = try await client.send(request) }
        }
        #expect(ftruncate(file.rawValue, 64 << 20) == 0)
        try await withServer({ _, _ in .text("no", status: 403) }) { address, _ in
            let request = HTTPClientRequest(.put, address, body: .file(file, offset: 0, length: 64 << 20))
            let response = try await client.send(request)
            #expect(response.status == 403)
        }
    }
}
