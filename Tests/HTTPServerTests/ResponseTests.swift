import Glibc
import Platform
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(3)))
struct ResponseTests {
    private static let close = "Host: a\r\nConnection: close\r\n\r\n"

    private func answer(_ response: HTTPResponse, to request: String = "GET / HTTP/1.1\r\n" + close) async throws -> TestResponse
    {
        let result = Seen<TestResponse>()
        try await withServer({ _ in }, { _, _ in response }) { port, _ in
            result.note(try await exchange(port, request, toHead: request.hasPrefix("HEAD")).first)
        }
        return try #require(result.value)
    }

    @Test("no value can begin a header of its own, and the framing is the server's alone")
    func injection() async throws {
        let response = try await answer(
            HTTPResponse(
                headers: [
                    ("X-A", "one\r\nX-Evil: yes\0\u{7f}"), ("X-B\r\nX-Evil2", "two"), ("Content-Length", "999"),
                    ("transfer-encoding", "chunked"),
                    ("Connection", "keep-alive"), ("X-C", "naïve"),
                ], body: .bytes(Array("ok".utf8))))
        #expect(response["x-a"] == "oneX-Evil: yes")
        #expect(response["x-evil"] == nil && response["x-evil2"] == nil)
        #expect(response["content-length"] == "2" && response["transfer-encoding"] == nil && response["connection"] == "close")
        #expect(response["x-c"] == "naïve")
        #expect(response["date"].flatMap { HTTPDate.parse($0) } != nil)
        #expect(response.text == "ok")
    }

    @Test("HEAD has the head of GET and no body", arguments: ["bytes", "file", "stream"])
    func head(_ kind: String) async throws {
        let body: HTTPResponse.Body =
            switch kind {
            case "bytes": .bytes([1, 2, 3])
            case "file": .file(try temporaryFile([1, 2, 3]), offset: 0, length: 3)
            default: .stream(length: 3) { try await $0.write([1, 2, 3]) }
            }
        let response = try await answer(HTTPResponse(body: body), to: "HEAD / HTTP/1.1\r\n" + Self.close)
        #expect(response["content-length"] == "3")
        #expect(response.body.isEmpty)
    }

    @Test("204 and 304 have neither body nor length", arguments: [204, 304])
    func bodiless(_ status: Int) async throws {
        let response = try await answer(HTTPResponse(status: status, body: .bytes([1])))
        #expect(response.status == status && response["content-length"] == nil)
    }

    @Test(
        "a file is sent from its offset to its length, short or long, warm or by way of the pool",
        arguments: [0, 1, 1000, 65_536, 65_537, 5_000_000])
    func file(_ length: Int) async throws {
        let bytes = (0..<(length + 20)).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
        let file = try temporaryFile(bytes)
        let response = try await answer(HTTPResponse(body: .file(file, offset: 10, length: Int64(length))))
        #expect(response.body == Array(bytes[10..<(10 + length)]))
    }

    @Test("a file shorter than promised cuts the connection instead of filling up", arguments: [1000, 100_000])
    func shortFile(_ promised: Int64) async throws {
        let file = try temporaryFile([UInt8](repeating: 1, count: 500))
        try await withServer({ _ in }, { _, _ in HTTPResponse(body: .file(file, offset: 0, length: promised)) }) { port, _ in
            let client = try TestClient(port)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(TestResponse.all(in: try await client.receiveToEnd())?.isEmpty != false)
        }
    }

    @Test("a large body of bytes arrives whole though the client reads slowly at first")
    func largeBytes() async throws {
        let bytes = [UInt8](repeating: 7, count: 8 << 20)
        #expect(try await answer(HTTPResponse(body: .bytes(bytes))).body == bytes)
    }

    @Test("a stream of unknown length comes in chunks, to HTTP/1.0 until the end of the connection")
    func stream() async throws {
        let response = HTTPResponse(
            body: .stream(length: nil) { for word in ["a", "", "bc"] { try await $0.write(Array(word.utf8)) } })
        let modern = try await answer(response)
        #expect(modern["transfer-encoding"] == "chunked" && modern.text == "abc")
        let old = try await answer(response, to: "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        #expect(old["transfer-encoding"] == nil && old["connection"] == "close" && old.text == "abc")
    }

    @Test(
        "a stream that fails, or breaks its promise of length, is cut, never ended as if whole",
        arguments: [nil, 2, 5] as [Int64?])
    func brokenStream(_ length: Int64?) async throws {
        struct Failure: Error {}
        try await withServer(
            { _ in },
            { _, _ in
                HTTPResponse(
                    body: .stream(length: length) { writer in
                        try await writer.write([1, 2, 3])
                        if length == nil { throw Failure() }
                    })
            }
        ) { port, _ in
            let client = try TestClient(port)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(TestResponse.all(in: try await client.receiveToEnd()) == nil)
        }
    }

    @Test(
        "errors of a handler become the answers they name",
        arguments: [
            ("malformed", 400), ("timedOut", 408), ("bodyTooLarge", 413), ("other", 500), ("closed", nil), ("cancelled", nil),
        ] as [(String, Int?)])
    func errors(_ name: String, _ status: Int?) async throws {
        struct Other: Error {}
        let errors: [String: any Error] = [
            "malformed": HTTPError.malformed("so it is"), "timedOut": HTTPError.timedOut, "bodyTooLarge": HTTPError.bodyTooLarge,
            "other": Other(), "closed": HTTPError.closed, "cancelled": CancellationError(),
        ]
        try await withServer({ _ in }, { _, _ in throw errors[name]! }) { port, _ in
            let responses = try await exchange(port, "GET / HTTP/1.1\r\n" + Self.close)
            #expect(responses.map(\.status) == (status.map { [$0] } ?? []))
            if name == "malformed" { #expect(responses.first?.text == "400 Bad Request: so it is\n") }
        }
    }

    @Test("a file that is not in the page cache is read on the pool, and arrives whole", arguments: [50_000, 3_000_000])
    func coldFile(_ length: Int) async throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 13 >> 3) }
        let file = try temporaryFile(bytes)
        // On a file system that cannot forget pages, such as tmpfs, this is the warm way once more.
        fsync(file.rawValue)
        posix_fadvise(file.rawValue, 0, 0, Int32(POSIX_FADV_DONTNEED))
        let server = HTTPServer(
            configuration: .patient,
            handler: ClosureHandler { _, _ in HTTPResponse(body: .file(file, offset: 0, length: Int64(length))) },
            fileReads: BlockingPool(name: "test-files", threads: 1))
        let port = try server.start()
        let responses = try await exchange(port, "GET / HTTP/1.1\r\n" + Self.close)
        #expect(responses.first?.body == bytes)
        await server.shutdown(grace: .zero)
    }

    private func temporaryFile(_ bytes: [UInt8]) throws -> FileDescriptor {
        var path = Array("/tmp/http-test-XXXXXX".utf8CString)
        let fd = mkstemp(&path)
        try #require(fd >= 0)
        unlink(path)
        let file = FileDescriptor(owning: fd)
        try bytes.withUnsafeBytes { try file.write($0) }
        return file
    }
}
