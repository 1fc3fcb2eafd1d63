internal import Platform

/// A request body that is already in memory, handed out in pieces of at most `pieceLength` bytes.
package final class HTTPBytesBody: HTTPRequestBody {
    private let bytes: [UInt8]
    private let pieceLength: Int
    private let position = Locked(0)

    package init(_ bytes: [UInt8], pieceLength: Int = .max) {
        self.bytes = bytes
        self.pieceLength = pieceLength
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        let piece = position.withLock { position in
            let start = position
            position += min(buffer.count, pieceLength, bytes.count - start)
            return start..<position
        }
        if !piece.isEmpty { buffer.copyBytes(from: bytes[piece]) }
        return piece.count
    }
}
