import Library
import Operations
import Platform

/// The machine's clock, moved on by hand.
final class TestClock: WallClock {
    private let offset = Locked<Int64>(0)

    func advance(bySeconds seconds: Int64) { offset.withLock { $0 += seconds } }

    var now: Timestamp { SystemClock().now.advanced(bySeconds: offset.withLock { $0 }) }

    var uptimeMilliseconds: UInt64 { monotonicMilliseconds() + UInt64(offset.withLock { $0 }) * 1000 }
}
