/// A whole answer in memory.
package struct HTTPClientResponse: Sendable {
    /// 200 to 999; interim answers are not shown.
    package let status: Int
    /// Without those of interim answers, and without trailers.
    package let headers: HTTPClientHeaders
    /// As it came; nothing is decompressed.
    package let body: [UInt8]

    /// The body as text; bytes that are no UTF-8 are replaced.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// The status and header fields of an answer.
struct ResponseHead: Sendable {
    let status: Int
    let headers: HTTPClientHeaders
}
