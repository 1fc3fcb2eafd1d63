/// The date form of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110 5.6.7).
package enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Writes seconds since 1970-01-01 UTC; years outside 0–9999 are held at the nearest end.
    package static func format(_ seconds: Int64) -> String {
        let seconds = min(max(seconds, -62_167_219_200), 253_402_300_799)
        let (day, time) = seconds.flooredDivision(by: 86400)
        let date = CivilDate(daysSince1970: day)
        let weekday = (day + 4).flooredDivision(by: 7).remainder
        // For every file delivered, so nothing is allocated but the text.
        return String(unsafeUninitializedCapacity: 29) { text in
            var count = 0
            func append(_ word: String) {
                for byte in word.utf8 {
                    text[count] = byte
                    count += 1
                }
            }
            func append(_ number: Int64, digits: Int) {
                var rest = number
                for index in (count..<count + digits).reversed() {
                    text[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                count += digits
            }
            append(weekdays[Int(weekday)])
            append(", ")
            append(date.day, digits: 2)
            append(" ")
            append(months[Int(date.month) - 1])
            append(" ")
            append(date.year, digits: 4)
            append(" ")
            append(time / 3600, digits: 2)
            append(":")
            append(time / 60 % 60, digits: 2)
            append(":")
            append(time % 60, digits: 2)
            append(" GMT")
            return count
        }
    }

    /// Seconds since 1970-01-01 UTC, or nil for anything but an IMF-fixdate.
    package static func parse(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[5] == "GMT", parts[0].utf8.count == 4, parts[0].hasSuffix(","),
            let weekday = weekdays.firstIndex(of: String(parts[0].dropLast())),
            let day = digits(parts[1], 2), let month = months.firstIndex(of: String(parts[2])), let year = digits(parts[3], 4),
            let time = clock(parts[4])
        else { return nil }
        let date = CivilDate(year: year, month: Int64(month) + 1, day: day)
        let days = date.daysSince1970
        guard CivilDate(daysSince1970: days) == date, (days + 4).flooredDivision(by: 7).remainder == Int64(weekday) else {
            return nil
        }
        return days * 86400 + time
    }

    private static func clock(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hours = digits(parts[0], 2), let minutes = digits(parts[1], 2),
            let seconds = digits(parts[2], 2), hours < 24, minutes < 60, seconds <= 60
        else { return nil }
        // A leap second counts as the second before it.
        return hours * 3600 + minutes * 60 + min(seconds, 59)
    }

    private static func digits(_ text: some StringProtocol, _ count: Int) -> Int64? {
        guard text.utf8.count == count, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}
