internal import CLinux
internal import Glibc
internal import Platform

extension Connection {
    /// One turn of sendfile(2); after it the loop's other connections get theirs.
    private static let turn: Int64 = 1 << 20

    nonisolated(nonsending) func send(_ file: FileDescriptor, offset: Int64, length: Int64) async throws(HTTPError) {
        if length <= limits.inlineFileBytes {
            try await sendInline(file, offset: offset, length: Int(max(0, length)))
        } else {
            try await sendByKernel(file, offset: offset, length: length)
        }
    }

    /// Short files: one read into the outgoing buffer and one send cost less than two sends.
    private nonisolated(nonsending) func sendInline(_ file: FileDescriptor, offset: Int64, length: Int) async throws(HTTPError) {
        let room = UnsafeMutableRawBufferPointer(rebasing: output.reserve(length)[..<length])
        var filled = 0
        while filled < length {
            let part = UnsafeMutableRawBufferPointer(rebasing: room[filled...])
            let count = try await read(file, part, at: offset + Int64(filled))
            guard count > 0 else { throw .io(Errno(rawValue: EIO)) }
            filled += count
        }
        output.commit(length)
        try await flush()
    }

    private nonisolated(nonsending) func sendByKernel(_ file: FileDescriptor, offset: Int64, length: Int64)
        async throws(HTTPError)
    {
        try await channel.send(output.bytes, more: true, patience: limits.writeTimeout)
        output.clear()
        var position = offset
        var warmEnd = offset
        let end = offset + length
        while position < end {
            if position >= warmEnd {
                warmEnd = min(end, position + Self.turn)
                try await warm(file, position..<warmEnd)
                if position > offset { await Task.yield() }
            }
            position += Int64(
                try await channel.sendFile(
                    file.rawValue, offset: position, length: Int(warmEnd - position), patience: limits.writeTimeout))
        }
    }

    /// Reads without waiting for the disk where the page cache has the bytes, else on the pool.
    private nonisolated(nonsending) func read(
        _ file: FileDescriptor, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) async throws(HTTPError) -> Int {
        guard let pool = server.fileReads else { return try blockingRead(file, buffer, at: offset) }
        let count = linux_read_cached(file.rawValue, buffer.baseAddress, buffer.count, offset)
        if count > 0 { return count }
        nonisolated(unsafe) let buffer = buffer  // this task waits, and only this task uses the output buffer
        return try await withTaskExecutorPreference(pool) { () async throws(HTTPError) in
            try blockingRead(file, buffer, at: offset)
        }
    }

    /// Has a stretch of a file read into the page cache, so that sendfile(2) does not stall the loop.
    private nonisolated(nonsending) func warm(_ file: FileDescriptor, _ range: Range<Int64>) async throws(HTTPError) {
        guard let pool = server.fileReads else { return }
        var byte: UInt8 = 0
        guard linux_read_cached(file.rawValue, &byte, 1, range.upperBound - 1) < 0, errno == EAGAIN else { return }
        try await withTaskExecutorPreference(pool) { () async throws(HTTPError) in try readThrough(file, range) }
    }
}

private func blockingRead(
    _ file: FileDescriptor, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int64
) throws(HTTPError) -> Int {
    do throws(Errno) {
        return try file.read(into: buffer, at: offset)
    } catch {
        throw .io(error)
    }
}

private func readThrough(_ file: FileDescriptor, _ range: Range<Int64>) throws(HTTPError) {
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 * 1024, alignment: 4096)
    defer { scratch.deallocate() }
    var position = range.lowerBound
    while position < range.upperBound {
        let count = try blockingRead(file, scratch, at: position)
        if count == 0 { return }
        position += Int64(count)
    }
}
