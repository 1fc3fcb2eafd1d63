internal import CLinux
internal import Glibc
internal import Platform

/// A moment of the monotonic clock.
struct Deadline {
    private let milliseconds: UInt64

    init(inMilliseconds milliseconds: Int) { self.milliseconds = monotonicMilliseconds() + UInt64(max(0, milliseconds)) }

    static let never = Deadline(milliseconds: .max)

    private init(milliseconds: UInt64) { self.milliseconds = milliseconds }

    /// For poll(2): 0 once it has passed.
    var remainingMilliseconds: Int32 {
        let now = monotonicMilliseconds()
        return now >= milliseconds ? 0 : Int32(clamping: milliseconds - now)
    }
}

/// Wakes a thread that waits on descriptors.
final class WakeSignal: Sendable {
    let descriptor: FileDescriptor

    init() throws(Errno) {
        let event = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard event >= 0 else { throw Errno.current }
        descriptor = FileDescriptor(owning: event)
    }

    /// Stays raised.
    func raise() { eventfd_write(descriptor.rawValue, 1) }
}

/// Waits until some of `descriptors` can be read or have hung up; their indices, none when the deadline passed first.
func waitUntilReadable(_ descriptors: [FileDescriptor], deadline: Deadline) -> [Int] {
    var waiting = descriptors.map { pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0) }
    while true {
        let count = poll(&waiting, nfds_t(waiting.count), deadline.remainingMilliseconds)
        if count > 0 { return waiting.indices.filter { waiting[$0].revents != 0 } }
        if count == 0 && deadline.remainingMilliseconds == 0 { return [] }
        if count < 0 && errno != EINTR { return [] }
    }
}

extension FileDescriptor {
    /// Appends what one read(2) gives; false at the end, on an error.
    func appendAvailable(to bytes: inout [UInt8]) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 16) { buffer in
            var count: Int
            repeat { count = Glibc.read(rawValue, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
            if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
            return count > 0
        }
    }

    /// Two ends made by `make`, which gives 0 or an errno.
    static func pair(_ make: (UnsafeMutablePointer<Int32>) -> Int32) throws(Errno) -> (FileDescriptor, FileDescriptor) {
        var ends: [Int32] = [-1, -1]
        let error = ends.withUnsafeMutableBufferPointer { make($0.baseAddress!) }
        guard error == 0 else { throw Errno(rawValue: error) }
        return (FileDescriptor(owning: ends[0]), FileDescriptor(owning: ends[1]))
    }
}
