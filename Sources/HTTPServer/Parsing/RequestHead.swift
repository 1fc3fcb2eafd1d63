/// How the end of a body is found (RFC 9112 6).
enum BodyFraming: Sendable, Equatable {
    case none
    case length(UInt64)
    case chunked
}

/// One parsed request head.
struct RequestHead: Sendable {
    let method: HTTPMethod
    let target: String
    let headers: HTTPHeaders
    /// 0 or 1, of HTTP/1.x.
    let minorVersion: UInt8
    let keepAlive: Bool
    let expectsContinue: Bool
    let framing: BodyFraming
}

/// Why a request is not served.
struct Refusal: Sendable, Equatable, Error {
    let status: Int
    let reason: String

    init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }
}
