internal import Platform

/// An upload whose bytes are in memory.
package final class BytesSource: UploadSource {
    private let bytes: [UInt8]
    private let position = Locked(0)

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        position.withLock { position in
            let count = min(buffer.count, bytes.count - position)
            buffer.copyBytes(from: bytes[position..<(position + count)])
            position += count
            return count
        }
    }
}
