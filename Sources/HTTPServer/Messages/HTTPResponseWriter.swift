/// Where a streamed response goes.
///
/// A write returns when the kernel has taken the bytes: a slow client holds the producer back. Any executor may call, one
/// caller at a time.
package protocol HTTPResponseWriter: Sendable {
    func write(_ bytes: [UInt8]) async throws(HTTPError)

    /// Writes `bytes`, which have to stay valid until the call returns.
    func write(_ bytes: UnsafeRawBufferPointer) async throws(HTTPError)
}
