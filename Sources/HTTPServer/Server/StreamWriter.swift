internal import Glibc
internal import Platform

/// The writer of one streamed response.
final class StreamWriter: HTTPResponseWriter, @unchecked Sendable {  // used on the connection's loop only; `write` goes there
    private let connection: Connection
    private let isChunked: Bool
    /// Bytes still promised, where a length was.
    private var left: Int64?
    private var isDetached = false
    private var isWriting = false

    init(_ connection: Connection, length: Int64?, isChunked: Bool) {
        self.connection = connection
        self.isChunked = isChunked
        left = length
    }

    func write(_ bytes: [UInt8]) async throws(HTTPError) {
        let loop = connection.loop
        if loop.isCurrent { return try await writeOnLoop(bytes) }
        try await loop.perform { () async throws(HTTPError) in try await self.writeOnLoop(bytes) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) async throws(HTTPError) {
        let loop = connection.loop
        if loop.isCurrent { return try await writeOnLoop(bytes) }
        nonisolated(unsafe) let bytes = bytes  // the caller keeps them valid until this call returns
        try await loop.perform { () async throws(HTTPError) in try await self.writeOnLoop(bytes) }
    }

    private nonisolated(nonsending) func writeOnLoop(_ bytes: [UInt8]) async throws(HTTPError) {
        guard try begin(bytes.count) else { return }
        defer { isWriting = false }
        try await connection.channel.send(connection.output.bytes, bytes, patience: connection.limits.writeTimeout)
        end()
    }

    private nonisolated(nonsending) func writeOnLoop(_ bytes: UnsafeRawBufferPointer) async throws(HTTPError) {
        guard try begin(bytes.count) else { return }
        defer { isWriting = false }
        try await connection.channel.send(connection.output.bytes, bytes, patience: connection.limits.writeTimeout)
        end()
    }

    /// Puts the chunk's size line before the bytes; false when there is nothing to write.
    private func begin(_ count: Int) throws(HTTPError) -> Bool {
        guard !isDetached else { throw .closed }
        guard !isWriting else { throw .io(Errno(rawValue: EBUSY)) }
        guard count > 0 else { return false }
        if let left {
            guard Int64(count) <= left else { throw .io(Errno(rawValue: EMSGSIZE)) }
            self.left = left - Int64(count)
        }
        isWriting = true
        if isChunked {
            connection.output.append(hexadecimal: count)
            connection.output.append("\r\n")
        }
        return true
    }

    /// The chunk's line end goes with whatever is sent next.
    private func end() {
        connection.output.clear()
        if isChunked { connection.output.append("\r\n") }
    }

    /// Ends the body as promised; fewer bytes than promised are an error.
    nonisolated(nonsending) func finish() async throws(HTTPError) {
        if let left, left > 0 { throw .io(Errno(rawValue: EMSGSIZE)) }
        if isChunked { connection.output.append("0\r\n\r\n") }
        try await connection.flush()
    }

    /// The response is over: a write that comes later is refused.
    func detach() { isDetached = true }
}
