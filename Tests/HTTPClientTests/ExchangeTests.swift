import HTTPClient
import HTTPServer
import HTTPTesting
import Testing

@Suite("Requests and answers", .timeLimit(.minutes(1)))
struct ExchangeTests {
    private let client = HTTPClient()

    @Test("status, fields and body arrive; names of fields are found in any case")
    func answer() async throws {
        let respond: @Sendable (HTTPRequest, any HTTPRequestBody) async throws -> HTTPResponse = { _, _ in
            HTTPResponse(status: 418, headers: [("X-One", "1"), ("X-Two", "a"), ("x-two", "b")], body: .bytes([7, 8]))
        }
        try await withServer(respond) { address, _ in
            let response = try await client.send(HTTPClientRequest(.get, address + "/x"))
            #expect(response.status == 418)
            #expect(response.body == [7, 8])
            #expect(response.headers["x-ONE"] == "1")
            #expect(response.headers.values("X-TWO") == ["a", "b"])
            #expect(response.headers["absent"] == nil)
            #expect(response.headers.date("Date") != nil)
        }
    }

    @Test("the answer to HEAD has fields and no body")
    func head() async throws {
        try await withServer({ _, _ in HTTPResponse(body: .bytes([1, 2, 3])) }) { address, _ in
            let response = try await client.send(HTTPClientRequest(.head, address))
            #expect(response.headers["Content-Length"] == "3")
            #expect(response.body == [])
            #expect(try await client.send(HTTPClientRequest(.get, address)).body == [1, 2, 3])
        }
    }

    @Test("method, target and fields are sent as they were given")
    func request() async throws {
        let server = try RawServer { connection in
            let seen = connection.receiveRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(seen.utf8.count)\r\n\r\n\(seen)")
        }
        var request = HTTPClientRequest(.patch, server.address + "/a/../b%2Fc?z=1&a=%20", body: .bytes(Array("body".utf8)))
        request.headers = [("X-Mine", "value"), ("X-Empty", ""), ("Host", "other.example")]
        let seen = try await client.send(request).text
        #expect(seen.hasPrefix("PATCH /a/../b%2Fc?z=1&a=%20 HTTP/1.1\r\n"))
        #expect(seen.contains("\r\nHost: other.example\r\n"))
        #expect(seen.contains("\r\nX-Mine: value\r\n"))
        #expect(seen.contains("\r\nX-Empty:\r\n"))
        #expect(seen.contains("\r\nContent-Length: 4\r\n"))
        #expect(!seen.contains("Expect"))
        #expect(!seen.contains("Transfer-Encoding"))
        #expect(seen.hasSuffix("\r\n\r\nbody"))
    }

    @Test(
        "a request without a body says so where one is usual, and says nothing where none is",
        arguments: [
            (HTTPClientRequest.Method.put, true), (.post, true), (.get, false), (.head, false), (.delete, false),
        ])
    func emptyBody(method: HTTPClientRequest.Method, isStated: Bool) async throws {
        let server = try RawServer { connection in
            let isStated = connection.receiveRequest().contains("\r\nContent-Length: 0\r\n")
            connection.send("HTTP/1.1 200 OK\r\nX-Stated: \(isStated)\r\nContent-Length: 0\r\n\r\n")
        }
        #expect(try await client.send(HTTPClientRequest(method, server.address)).headers["X-Stated"] == "\(isStated)")
    }

    @Test("a redirect is an answer like any other")
    func redirect() async throws {
        try await withServer({ _, _ in HTTPResponse(status: 302, headers: [("Location", "/elsewhere")]) }) { address, _ in
            let response = try await client.send(HTTPClientRequest(.get, address))
            #expect(response.status == 302)
        }
    }

    @Test("interim answers are passed over, with their fields")
    func interim() async throws {
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let response = try await client.send(HTTPClientRequest(.get, server.address))
        #expect(response.status == 200)
        #expect(response.headers["Link"] == nil)
        #expect(response.text == "ok")
    }

    @Test("a chunked body is put together, and its trailers are no fields")
    func chunked() async throws {
        let server = try RawServer { connection in
            connection.receiveRequest()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n")
        }
        let response = try await client.send(HTTPClientRequest(.get, server.address))
        #expect(response.text == "abcde")
        #expect(response.headers["X-Late"] == nil)
    }

    @Test(
        "what cannot be sent is refused before anything is",
        arguments: [
            HTTPClientRequest(.get, "file:///etc/passwd"), HTTPClientRequest(.get, "gopher://127.0.0.1/"),
            HTTPClientRequest(.get, "http://127.0.0.1:1/a b"), HTTPClientRequest(.get, "http://me:secret@127.0.0.1:1/"),
            HTTPClientRequest(.get, "http://127.0.0.1:1/", headers: [("X", "a\r\nY: b")]),
            HTTPClientRequest(.get, "http://127.0.0.1:1/", headers: [("X:Y", "a")]),
        ])
    func invalidRequest(request: HTTPClientRequest) async throws {
        await #expect {
            _ = try await client.send(request)
        } throws: {
            if case HTTPClientError.invalidRequest = $0 { true } else { false }
        }
    }
}
