/// A whole answer in memory.
package struct HTTPClientResponse: Sendable {
    package let status: Int
    package let headers: HTTPClientHeaders
    package let body: [UInt8]

    /// The body as text; bytes that are no UTF-8 are replaced.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// The status and header fields of an answer.
struct ResponseHead: Sendable {
    let status: Int
    let headers: HTTPClientHeaders
}
