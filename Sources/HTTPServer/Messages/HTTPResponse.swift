package import Platform

/// An answer. The server itself writes `Date`, `Connection`, `Content-Length` and `Transfer-Encoding`; fields of these
/// names given here are left out. Control characters in names and values are dropped.
package struct HTTPResponse: Sendable {
    /// What follows the head; for HEAD, 204 and 304 nothing is sent, whatever it is.
    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// A range of a file, in bytes; a file that turns out shorter closes the connection.
        case file(FileDescriptor, offset: Int64, length: Int64)
        /// Written as it is made: with `length` exactly so many bytes, else in chunks. An error thrown from the closure
        /// closes the connection, so that the client sees a body cut short and no false end.
        case stream(length: Int64?, @Sendable (any HTTPResponseWriter) async throws -> Void)
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: Body

    package init(status: Int = 200, headers: [(name: String, value: String)] = [], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A plain-text answer.
    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")],
            body: .bytes(Array(text.utf8)))
    }
}
