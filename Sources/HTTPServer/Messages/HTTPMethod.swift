/// The request methods this server knows; any other is answered 501.
package enum HTTPMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    /// Known, so that routes refuse them by 405; none has them.
    case trace = "TRACE"
    case query = "QUERY"

    /// Whether the method promises to change nothing (RFC 9110 9.2.1).
    package var isSafe: Bool { [.get, .head, .options, .trace, .query].contains(self) }
}
