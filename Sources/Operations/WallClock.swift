package import Library
internal import Platform

/// What time it is: the system's clock, or a test's.
package protocol WallClock: Sendable {
    var now: Timestamp { get }
    /// Milliseconds of a clock that never goes back, for measuring how long something took.
    var uptimeMilliseconds: UInt64 { get }
}

/// The machine's clock.
package struct SystemClock: WallClock {
    package init() {}

    package var now: Timestamp { Timestamp(microseconds: wallClockMicroseconds()) }

    package var uptimeMilliseconds: UInt64 { monotonicMilliseconds() }
}
