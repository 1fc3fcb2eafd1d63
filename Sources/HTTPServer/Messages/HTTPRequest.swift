/// One request without its body.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    /// Path and query as they came, still percent-encoded; `*` for `OPTIONS *`.
    package let target: String
    /// The part of `target` before the first `?`, still percent-encoded.
    package let path: Substring
    /// The part of `target` after the first `?`, still percent-encoded.
    package let rawQuery: Substring?
    package let headers: HTTPHeaders
    /// The client's address in numeric form without a port, as the socket knows it (behind a proxy: the proxy's).
    package let remoteAddress: String
    /// Bytes of the body to come: 0 without a body, nil when it comes in chunks.
    package let contentLength: UInt64?

    /// Whether a body follows, be it empty chunks.
    package var hasBody: Bool { contentLength != 0 }

    package init(
        method: HTTPMethod, target: String, headers: HTTPHeaders = HTTPHeaders(), remoteAddress: String = "127.0.0.1",
        contentLength: UInt64? = 0
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.remoteAddress = remoteAddress
        self.contentLength = contentLength
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = target[..<(mark ?? target.endIndex)]
        rawQuery = mark.map { target[target.utf8.index(after: $0)...] }
    }
}
