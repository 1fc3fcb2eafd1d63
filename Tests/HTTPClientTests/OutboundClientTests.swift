import HTTPClient
import HTTPTesting
import Platform
import Testing

@Suite("Requests to addresses people name", .timeLimit(.minutes(1)))
struct OutboundClientTests {
    private let strict = OutboundClient()
    private let client: OutboundClient

    init() throws { client = OutboundClient(OutboundGuard(allowing: [try #require(AllowedAddress("127.0.0.1"))])) }

    /// A server that answers every request with `answer` and counts connections.
    private func server(_ answer: @escaping @Sendable (Int) -> String) throws -> (server: RawServer, connections: Count) {
        let connections = Count()
        let server = try RawServer { connection in
            connections.add(1)
            connection.receiveRequest()
            connection.send(answer(connection.number))
        }
        return (server, connections)
    }

    private static func ok(_ fields: String = "", body: String = "ok") -> String {
        "HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func text(_ download: OutboundDownload) async throws -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 16)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        while case let count = try await download.read(into: buffer), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "a forbidden address sees no connection, however it is written",
        arguments: ["127.0.0.1", "127.1", "0x7f000001", "017700000001", "2130706433", "localhost", "[::ffff:127.0.0.1]", "0"])
    func forbidden(host: String) async throws {
        let (server, connections) = try server { _ in Self.ok() }
        let address = server.address.replacing("127.0.0.1", with: host)
        await #expect(throws: OutboundError.addressRefused) { try await strict.fetch(address, within: .seconds(10)) }
        #expect(connections.highest == 0)
    }

    @Test("an allowed address answers whole")
    func allowed() async throws {
        let (server, _) = try server { _ in Self.ok(body: "the whole file") }
        let download = try await client.fetch(server.address + "/file#part", within: .seconds(10))
        #expect(download.declaredByteSize == 14)
        #expect(try await text(download) == "the whole file")
    }

    @Test("each redirect is checked again, wherever it leads")
    func redirectToForbidden() async throws {
        let (target, reached) = try server { _ in Self.ok() }
        let port = target.address.split(separator: ":").last!
        for location in ["http://127.0.0.2:\(port)/", "//127.0.0.2:\(port)/", "http://0:\(port)/", "http://[::1]:\(port)/"] {
            let (server, _) = try server { _ in "HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n" }
            await #expect(throws: OutboundError.addressRefused) { try await client.fetch(server.address, within: .seconds(10)) }
        }
        #expect(reached.highest == 0)
    }

    @Test(
        "a redirect leads to http and https alone, and to nobody's account",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://user@127.0.0.1/", "http://", "javascript:1",
        ])
    func redirectElsewhere(location: String) async throws {
        let (server, _) = try server { _ in "HTTP/1.1 301 Moved\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n" }
        await #expect(throws: OutboundError.malformedAddress) { try await client.fetch(server.address, within: .seconds(10)) }
    }

    @Test("five redirects are followed and a sixth is not")
    func redirectCount() async throws {
        for (count, isFollowed) in [(5, true), (6, false)] {
            let (server, connections) = try server { number in
                number <= count ? "HTTP/1.1 307 Go\r\nLocation: ?\(number)\r\nContent-Length: 0\r\n\r\n" : Self.ok(body: "there")
            }
            if isFollowed {
                let download = try await client.fetch(server.address + "/a/b", within: .seconds(10))
                #expect(try await text(download) == "there")
            } else {
                await #expect(throws: OutboundError.redirectRefused) {
                    try await client.fetch(server.address, within: .seconds(10))
                }
            }
            #expect(connections.highest >= 6)
        }
    }

    @Test(
        "an address with a user, another scheme or a zone is none",
        arguments: [
            "http://user@example.org/", "http://:pass@example.org/", "ftp://example.org/", "file:///etc/passwd",
            "http://[fe80::1%25eth0]/", "//example.org/", "example.org", "http://exa mple.org/\u{7}",
        ])
    func malformed(address: String) async throws {
        await #expect(throws: OutboundError.malformedAddress) { try await client.fetch(address, within: .seconds(10)) }
    }

    @Test(
        "an answer that is no whole file is refused",
        arguments: [
            ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", OutboundError.status(404)),
            ("HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\nok", .status(206)),
            ("HTTP/1.1 204 No Content\r\n\r\n", .status(204)),
            ("HTTP/1.1 304 Not Modified\r\n\r\n", .status(304)),
            ("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", .status(302)),
            (Self.ok("Content-Encoding: gzip\r\n"), .invalidAnswer("it is encoded as gzip")),
        ])
    func noFile(answer: String, error: OutboundError) async throws {
        let (server, _) = try server { _ in answer }
        await #expect(throws: error) { try await client.fetch(server.address, within: .seconds(10)) }
    }

    @Test("a body that ends early is an error")
    func cut() async throws {
        let (server, _) = try server { _ in "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort" }
        let download = try await client.fetch(server.address, within: .seconds(10))
        await #expect(throws: OutboundError.self) { try await text(download) }
    }

    @Test("the whole of it has a time limit, slow bytes or not")
    func deadline() async throws {
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart")
            connection.waitForClose()
        }
        let download = try await client.fetch(server.address, within: .milliseconds(300))
        await #expect(throws: OutboundError.timedOut) { try await text(download) }
    }

    @Test("nothing is said of who asks")
    func request() async throws {
        let server = try RawServer { connection in
            let request = connection.receiveRequest().lowercased()
            let told = ["authorization", "cookie", "referer", "origin", "x-forwarded-for"].filter {
                request.contains("\r\n\($0):")
            }
            connection.send(Self.ok(body: "told: \(told)"))
        }
        #expect(try await text(client.fetch(server.address, within: .seconds(10))) == "told: []")
    }

    @Test(
        "the name a server suggests is read in every form",
        arguments: [
            (#"attachment; filename="plain.pdf""#, "plain.pdf"), (#"attachment; filename=token.txt"#, "token.txt"),
            (#"inline; filename="a\"b;c.txt""#, #"a"b;c.txt"#), (#"attachment; FileName = "spaced.txt" ; size=3"#, "spaced.txt"),
            (#"attachment; filename="fallback.txt"; filename*=UTF-8''na%C3%AFve%20file.txt"#, "naïve file.txt"),
            (#"attachment; filename*=utf-8'en'%e6%97%a5%e6%9c%ac.png"#, "日本.png"),
            (#"attachment; filename*=iso-8859-1''caf%E9.txt"#, "café.txt"),
            (#"attachment; filename*=UTF-8''broken%ff; filename="plain.txt""#, "plain.txt"),
            (#"attachment; filename*=shift-jis''%93; filename=p"#, "p"), ("attachment", nil), (#"attachment; filename="""#, nil),
            (#"attachment; filename="open"#, "open"), ("attachment;filename*=UTF-8''%4", nil),
            ("attachment;filename*=UTF-8''%+5.txt", nil),
        ] as [(String, String?)])
    func suggestedName(field: String, name: String?) async throws {
        let (server, _) = try server { _ in Self.ok("Content-Disposition: \(field)\r\n") }
        #expect(try await client.fetch(server.address, within: .seconds(10)).suggestedFileName == name)
    }
}
