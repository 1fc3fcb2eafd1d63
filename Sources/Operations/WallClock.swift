package import Library
internal import Platform

/// What time it is: the system's clock, or a test's.
package protocol WallClock: Sendable {
    var now: Timestamp { get }
}

/// The machine's clock.
package struct SystemClock: WallClock {
    package init() {}

    package var now: Timestamp { Timestamp(microseconds: wallClockMicroseconds()) }
}
