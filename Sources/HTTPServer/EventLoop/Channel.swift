internal import CLinux
internal import Glibc
internal import Platform

/// A non-blocking socket, its readiness, and at most one reader and one writer waiting for it.
///
/// `@unchecked Sendable` because the loop's thread is its isolation: whatever may be called from elsewhere
/// (`IncomingBody.read`, `StreamWriter.write`) goes to the loop first.
final class Channel: @unchecked Sendable {
    let fd: Int32
    let loop: EventLoop
    var generation: UInt32 = 0
    /// Between two requests: a shutdown may cut it.
    var isIdle = false
    /// Called when the client has closed its side or the connection is gone.
    var onHangUp: (() -> Void)?
    private(set) var isBroken = false
    private(set) var isEnded = false

    /// After so many reads without a wait the loop's other connections get their turn.
    private static let longestStreak = 8
    private var isReadable = false
    private var isWritable = true
    private var isClosed = false
    private(set) var isCancelled = false
    /// Reads in a row that had not to wait.
    private var streak = 0
    private var reader = Waiter()
    private var writer = Waiter()

    /// One side's continuation and when its wait ends, in the loop's milliseconds.
    private struct Waiter {
        var continuation: UnsafeContinuation<Void, Never>?
        var deadline = UInt64.max
        var isExpired = false

        mutating func wake() {
            guard let waiting = continuation else { return }
            continuation = nil
            waiting.resume()
        }
    }

    init(fd: Int32, loop: EventLoop) {
        self.fd = fd
        self.loop = loop
    }

    deinit {
        if !isClosed { _ = Glibc.close(fd) }
    }

    /// Takes in what epoll says and wakes who waits for it.
    func fire(_ events: UInt32) {
        if events & (LINUX_EPOLLERR | LINUX_EPOLLHUP) != 0 {
            isBroken = true
            isWritable = true
        }
        if events & LINUX_EPOLLRDHUP != 0 { isEnded = true }
        if isBroken || isEnded || events & LINUX_EPOLLIN != 0 { isReadable = true }
        if events & LINUX_EPOLLOUT != 0 { isWritable = true }
        if isBroken || isEnded { onHangUp?() }
        wake()
    }

    /// Ends waits whose deadline has come.
    func expire(at now: UInt64) {
        if reader.deadline <= now { reader.isExpired = true }
        if writer.deadline <= now { writer.isExpired = true }
        if reader.isExpired || writer.isExpired { wake() }
    }

    /// Ends every wait, now and later, with `.cancelled`.
    func cancel() {
        isCancelled = true
        wake()
    }

    private func wake() {
        if isReadable || isCancelled || reader.isExpired { reader.wake() }
        if isWritable || isCancelled || writer.isExpired { writer.wake() }
    }

    /// Closes the socket; whoever still waits for it sees `.cancelled`.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        cancel()
        onHangUp = nil
        loop.unregister(self)
        _ = Glibc.close(fd)
    }

    /// Half-closes: the client sees the end of the response.
    func endWriting() { _ = shutdown(fd, Int32(SHUT_WR)) }

    /// What a read would find now, without taking it.
    enum Unread { case nothing, bytes, end }

    func peek() -> Unread {
        var byte: UInt8 = 0
        switch recv(fd, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) {
        case 0: return .end
        case 1: return .bytes
        default: return .nothing
        }
    }
}

extension Channel {
    /// Waits until there may be something to read; `deadline` in the loop's milliseconds.
    nonisolated(nonsending) func waitReadable(until deadline: UInt64) async throws(HTTPError) {
        assert(loop.isCurrent)
        if isCancelled { throw .cancelled }
        guard !isReadable else { return }
        guard reader.continuation == nil else { throw .io(Errno(rawValue: EBUSY)) }
        reader.deadline = deadline
        streak = 0
        while !isReadable && !isCancelled && !reader.isExpired { await withUnsafeContinuation { reader.continuation = $0 } }
        let isExpired = reader.isExpired
        reader = Waiter()
        if isCancelled { throw .cancelled }
        if isExpired && !isReadable { throw .timedOut }
    }

    /// A read that filled its buffer exactly leaves open whether more is there: looks, so that the next wait is a real one.
    func settleReadable() {
        if isReadable, !isEnded, !isBroken, peek() == .nothing { isReadable = false }
    }

    /// Says that the last call found nothing: the next wait is for a new event.
    func noteDrained() { isReadable = false }

    /// Reads what is there, waiting until `deadline` for something to be; 0 at the end of the stream.
    nonisolated(nonsending) func receive(_ buffer: UnsafeMutableRawBufferPointer, until deadline: UInt64) async throws(HTTPError)
        -> Int
    {
        streak += 1
        if streak > Self.longestStreak {
            streak = 0
            await Task.yield()
        }
        while true {
            try await waitReadable(until: deadline)
            let count = recv(fd, buffer.baseAddress, buffer.count, 0)
            if count >= 0 {
                // Edge-triggered: a short read has emptied the queue, unless an end is already known to follow.
                if count < buffer.count && !isEnded && !isBroken { isReadable = false }
                return count
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: isReadable = false
            case ECONNRESET, EPIPE: throw .closed
            default: throw .io(.current)
            }
        }
    }

    /// Waits, at most `patience` milliseconds, until the client has taken something of what was sent.
    nonisolated(nonsending) func waitWritable(for patience: UInt64) async throws(HTTPError) {
        guard writer.continuation == nil else { throw .io(Errno(rawValue: EBUSY)) }
        isWritable = false
        writer.deadline = loop.now + patience
        while !isWritable && !isCancelled && !writer.isExpired { await withUnsafeContinuation { writer.continuation = $0 } }
        let isExpired = writer.isExpired
        writer = Waiter()
        if isCancelled { throw .cancelled }
        if isExpired && !isWritable { throw .timedOut }
    }
}
