internal import Glibc
internal import Platform

/// Now as RFC 3339 in UTC with milliseconds.
func wallClockText() -> String {
    let microseconds = wallClockMicroseconds()
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let length = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
    let milliseconds = String(microseconds / 1000 % 1000)
    return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) + "."
        + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds + "Z"
}
