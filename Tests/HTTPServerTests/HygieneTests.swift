import Testing

@testable import HTTPServer

/// Requests on the edge of the protocol. Each is followed by `GET /last` with `Connection: close`: a refused request must
/// be the last thing a connection says, or its rest could be taken for a request (SAFETY: request smuggling).
@Suite(.timeLimit(.minutes(3)))
struct HygieneTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let request: String
        let statuses: [Int]

        init(_ description: String, _ request: String, _ statuses: Int...) {
            testDescription = description
            self.request = request
            self.statuses = statuses
        }
    }

    private static let post = "POST /echo HTTP/1.1\r\nHost: a\r\n"

    static let accepted = [
        Case("a plain GET", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200, 200),
        Case("HTTP/1.0 without Host, which ends", "GET / HTTP/1.0\r\n\r\n", 200),
        Case("HTTP/1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, 200),
        Case("Connection: close among other options", "GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", 200),
        Case("three in one packet", String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 3), 200, 200, 200, 200),
        Case("chunks with an extension and a trailer", post + chunked + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: x\r\n\r\n", 200, 200),
        Case("a GET with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 200, 200),
        Case("a body nobody read", "POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 404, 200),
        Case("an empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 200, 200),
        Case("an absolute target", "GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n", 200, 200),
        Case("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 200, 200),
        Case("blanks around a value", "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n", 200, 200),
        Case("an empty value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n", 200, 200),
    ]

    private static let chunked = "Transfer-Encoding: chunked\r\n\r\n"

    static let refusedFraming = [
        Case("Content-Length, then Transfer-Encoding", post + "Content-Length: 4\r\n" + chunked + "0\r\n\r\n", 400),
        Case(
            "Transfer-Encoding, then Content-Length", post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
            400),
        Case("two lengths that differ", post + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", 400),
        Case("two lengths that agree", post + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", 400),
        Case("a length with a plus", post + "Content-Length: +4\r\n\r\nabcd", 400),
        Case("a length list", post + "Content-Length: 4,4\r\n\r\nabcd", 400),
        Case("a negative length", post + "Content-Length: -1\r\n\r\n", 400),
        Case("an empty length", post + "Content-Length:\r\n\r\n", 400),
        Case("a length of twenty digits", post + "Content-Length: 99999999999999999999\r\n\r\n", 400),
        Case("gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        Case("xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
        Case("a vertical tab before chunked", post + "Transfer-Encoding:\u{0b}chunked\r\n\r\n0\r\n\r\n", 400),
        Case("a space before the colon", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        Case("two codings", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400),
        Case("chunks in HTTP/1.0", "POST /echo HTTP/1.0\r\nHost: a\r\n" + chunked + "0\r\n\r\n", 400),
        Case("a chunk size that is no number", post + chunked + "zz\r\nabc\r\n0\r\n\r\n", 400),
        Case("a chunk without its CRLF", post + chunked + "3\r\nabcX\r\n0\r\n\r\n", 400),
        Case("a chunk size ended by LF", post + chunked + "3\nabc\n0\n\n", 400),
        Case("a chunk size with 0x", post + chunked + "0x3\r\nabc\r\n0\r\n\r\n", 400),
        Case("a chunk size of 17 digits", post + chunked + "10000000000000003\r\nabc\r\n0\r\n\r\n", 400),
        Case("a negative chunk size", post + chunked + "-3\r\nabc\r\n0\r\n\r\n", 400),
        Case("Expect: something else", post + "Expect: foo\r\nContent-Length: 3\r\n\r\nabc", 417),
    ]

    static let refusedHeads = [
        Case("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
        Case("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        Case("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        Case("lines ended by LF", "GET / HTTP/1.1\nHost: a\n\n", 400),
        Case("one header line ended by LF", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400),
        Case("CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400),
        Case("NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400),
        Case("a folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400),
        Case("a space in a name", "GET / HTTP/1.1\r\nHost: a\r\nX Y: a\r\n\r\n", 400),
        Case("@ in a name", "GET / HTTP/1.1\r\nHost: a\r\nX@: a\r\n\r\n", 400),
        Case("no colon", "GET / HTTP/1.1\r\nHost: a\r\nXY\r\n\r\n", 400),
        Case("an empty name", "GET / HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n", 400),
        Case("a blank before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
        Case("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505),
        Case("HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        Case("http in small letters", "GET / http/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a method that is no token", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a method nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        Case("a method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        Case("a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a control in the target", "GET /a\u{1}b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a byte above ASCII in the target", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a fragment in the target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a target that is no path", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("GET *", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("HTTP/0.9", "GET /\r\n", 400),
        Case("a header of 20 KB", "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 20000))\r\n\r\n", 431),
        Case("200 header fields", "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: a\r\n", count: 200))\r\n", 431),
        Case("a target of 20 KB", "GET /\(String(repeating: "a", count: 20000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        Case("a target of 10 KB", "GET /\(String(repeating: "a", count: 10000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    ]

    @Test(
        "a request on the edge gets the answer it deserves, and a refused one ends the connection",
        arguments: accepted + refusedFraming + refusedHeads)
    func answers(_ example: Case) async throws {
        try await withServer { port, _ in
            let responses = try await exchange(
                port, example.request + "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(responses.map(\.status) == example.statuses)
            if example.statuses.last! >= 400 {
                #expect(responses.last?.text.hasPrefix("\(example.statuses.last!) ") == true, "a refusal says why")
                #expect(responses.last?["connection"] == "close")
            }
        }
    }

    @Test("bytes that come one at a time are understood as if they came at once")
    func bytewise() async throws {
        let request =
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: x\r\n\r\n"
            + "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        try await withServer { port, _ in
            let client = try TestClient(port)
            for byte in request.utf8 { try await client.send([byte]) }
            let responses = try #require(TestResponse.all(in: try await client.receiveToEnd()))
            #expect(responses.map(\.text) == ["abcde", "pong"])
        }
    }
}
