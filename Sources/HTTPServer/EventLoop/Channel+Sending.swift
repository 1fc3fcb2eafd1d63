internal import CLinux
internal import Glibc
internal import Platform

extension Channel {
    /// Sends all of `bytes`; each wait for the client lasts at most `patience` milliseconds.
    nonisolated(nonsending) func send(_ bytes: UnsafeRawBufferPointer, more: Bool = false, patience: UInt64)
        async throws(HTTPError)
    {
        let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
        var offset = 0
        while offset < bytes.count {
            offset += try await moving(patience) {
                Glibc.send(fd, bytes.baseAddress! + offset, bytes.count - offset, flags)
            }
        }
    }

    /// Sends `head` and then `body`, by one system call where the kernel takes it.
    nonisolated(nonsending) func send(_ head: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer, patience: UInt64)
        async throws(HTTPError)
    {
        var offset = 0
        while offset < head.count + body.count {
            offset += try await moving(patience) { sendPair(head, body, from: offset) }
        }
    }

    /// As the other, for an array, whose bytes may not be pointed to while a task waits.
    nonisolated(nonsending) func send(_ head: UnsafeRawBufferPointer, _ body: [UInt8], patience: UInt64) async throws(HTTPError) {
        var offset = 0
        while offset < head.count + body.count {
            offset += try await moving(patience) { body.withUnsafeBytes { sendPair(head, $0, from: offset) } }
        }
    }

    private func sendPair(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, from offset: Int) -> Int {
        let flags = Int32(MSG_NOSIGNAL)
        guard offset < first.count else {
            return Glibc.send(fd, second.baseAddress! + (offset - first.count), second.count - (offset - first.count), flags)
        }
        var parts = (
            iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress! + offset), iov_len: first.count - offset),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
        )
        return withUnsafeMutableBytes(of: &parts) { parts in
            var message = msghdr()
            message.msg_iov = parts.baseAddress!.assumingMemoryBound(to: iovec.self)
            message.msg_iovlen = 2
            return sendmsg(fd, &message, flags)
        }
    }

    /// Sends one stretch of a file by sendfile(2) and returns how much of it went.
    nonisolated(nonsending) func sendFile(_ file: Int32, offset: Int64, length: Int, patience: UInt64) async throws(HTTPError)
        -> Int
    {
        var position = off_t(offset)
        return try await moving(patience) { sendfile(fd, file, &position, length) }
    }

    /// Calls `attempt` until it has moved something. Nothing moved (0) is an error: the file has become shorter.
    private nonisolated(nonsending) func moving(_ patience: UInt64, _ attempt: () -> Int) async throws(HTTPError) -> Int {
        while true {
            assert(loop.isCurrent)
            if isCancelled { throw .cancelled }
            let count = attempt()
            if count > 0 { return count }
            if count == 0 { throw .io(Errno(rawValue: EIO)) }
            switch errno {
            case EINTR: continue
            case EAGAIN: try await waitWritable(for: patience)
            case EPIPE, ECONNRESET: throw .closed
            default: throw .io(.current)
            }
        }
    }
}
