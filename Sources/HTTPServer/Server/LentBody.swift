internal import CLinux
internal import Glibc
internal import Platform

/// Bytes of a body that a handler on another thread may take from the socket itself, while the loop leaves them alone.
///
/// That spares two changes of thread for every read, and the bytes are copied to the file by the core that received them.
final class LentBody: Sendable {
    private struct State {
        var left: UInt64 = 0
        var taken: UInt64 = 0
    }

    private let state = Locked(State())

    /// Lends the next `count` bytes the socket gives.
    func lend(_ count: UInt64) { state.withLock { $0 = State(left: count) } }

    /// Ends the loan and returns how many bytes were taken.
    func reclaim() -> UInt64 {
        state.withLock { state in
            defer { state = State() }
            return state.taken
        }
    }

    /// Takes what is there, without waiting; 0 when the loop has to be asked. `isAll` when nothing lent is left.
    func take(from fd: Int32, into buffer: UnsafeMutableRawBufferPointer) -> (count: Int, isAll: Bool) {
        // Under the lock, so that the loop cannot close the socket meanwhile.
        state.withLock { state in
            guard state.left > 0 else { return (0, false) }
            let count = recv(fd, buffer.baseAddress, Int(min(UInt64(buffer.count), state.left)), Int32(MSG_DONTWAIT))
            guard count > 0 else { return (0, false) }
            state.left -= UInt64(count)
            state.taken += UInt64(count)
            return (count, state.left == 0)
        }
    }
}
