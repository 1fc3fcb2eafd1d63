internal import Glibc
internal import Platform

/// Dates as S3 writes them.
enum S3Time {
    static func now() -> Int64 { wallClockMicroseconds() / 1_000_000 }

    /// `20130524T000000Z`, as signatures carry it; the first eight characters are the day.
    static func compact(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func padded(_ number: Int32, _ count: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, count - digits.count)) + digits
        }
        return padded(parts.tm_year + 1900, 4) + padded(parts.tm_mon + 1) + padded(parts.tm_mday) + "T"
            + padded(parts.tm_hour) + padded(parts.tm_min) + padded(parts.tm_sec) + "Z"
    }

    /// Seconds since 1970 of `2009-10-12T17:50:30.000Z`, as listings carry it; nil for anything else.
    static func parse(_ text: String) -> Int64? {
        let parts = text.split(separator: "T")
        guard parts.count == 2, parts[1].hasSuffix("Z") else { return nil }
        let date = parts[0].split(separator: "-").map { Int32($0) }
        let clock = parts[1].dropLast().prefix { $0 != "." }.split(separator: ":").map { Int32($0) }
        guard date.count == 3, clock.count == 3, let year = date[0], let month = date[1], let day = date[2],
            let hour = clock[0], let minute = clock[1], let second = clock[2],
            (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        var broken = tm()
        (broken.tm_year, broken.tm_mon, broken.tm_mday) = (year &- 1900, month - 1, day)
        (broken.tm_hour, broken.tm_min, broken.tm_sec) = (hour, minute, second)
        return Int64(timegm(&broken))
    }
}
