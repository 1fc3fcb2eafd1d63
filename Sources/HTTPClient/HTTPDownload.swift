/// An answer whose body is still coming. Letting go of it ends the transfer.
package final class HTTPDownload: Sendable {
    /// 200 to 999; interim answers are not shown.
    package let status: Int
    /// Without those of interim answers, and without trailers.
    package let headers: HTTPClientHeaders
    private let transfer: Transfer

    init(_ head: ResponseHead, _ transfer: Transfer) {
        status = head.status
        headers = head.headers
        self.transfer = transfer
    }

    deinit { transfer.letGo() }

    /// Reads into `buffer` and returns how many bytes there are now, 0 at the end of the body.
    ///
    /// Not reading holds the server back. One caller at a time; `buffer` has to stay valid until the call returns. A body that
    /// ends before its stated length is an error, never a short end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPClientError) -> Int {
        try await transfer.read(into: buffer)
    }

    /// The rest of the body, or `.tooLarge` when it is longer than `limit` bytes.
    package func collect(upTo limit: Int) async throws(HTTPClientError) -> [UInt8] {
        var collected: [UInt8] = []
        while let piece = try await transfer.next() {
            guard piece.count <= limit - collected.count else { throw .tooLarge }
            if collected.isEmpty { collected = piece } else { collected += piece }
        }
        return collected
    }
}
