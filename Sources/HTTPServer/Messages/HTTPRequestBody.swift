/// The bytes of a request, read as they come.
package protocol HTTPRequestBody: AnyObject, Sendable {
    /// Reads into `buffer` and returns how many bytes there are now, 0 at the end of the body.
    ///
    /// Not reading holds the client back. May be called from any executor, by one caller at a time; `buffer` has to stay
    /// valid until the call returns. A body cut short is `.closed`, a slow one `.timedOut`, one over the server's limit
    /// `.bodyTooLarge`.
    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int
}

extension HTTPRequestBody {
    /// The whole body, or `.bodyTooLarge` when it is longer than `limit` bytes.
    package func collect(upTo limit: Int) async throws(HTTPError) -> [UInt8] {
        var collected: [UInt8] = []
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = try await read(into: piece)
            if count == 0 { return collected }
            guard count <= limit - collected.count else { throw .bodyTooLarge }
            collected.append(contentsOf: piece[..<count])
        }
    }
}
