import Library
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "a moment reads as RFC 3339 in UTC with microseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (1, "1970-01-01T00:00:00.000001Z"),
            (-1, "1969-12-31T23:59:59.999999Z"), (-86_400_000_000, "1969-12-31T00:00:00.000000Z"),
            (951_782_399_999_999, "2000-02-28T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
            (951_868_800_000_000, "2000-03-01T00:00:00.000000Z"), (1_709_164_800_000_000, "2024-02-29T00:00:00.000000Z"),
            (1_740_787_199_000_000, "2025-02-28T23:59:59.000000Z"), (1_740_787_200_000_000, "2025-03-01T00:00:00.000000Z"),
            (4_107_542_399_000_000, "2100-02-28T23:59:59.000000Z"), (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
            (-2_203_977_600_000_000, "1900-02-28T00:00:00.000000Z"), (-2_203_891_200_000_000, "1900-03-01T00:00:00.000000Z"),
            (-11_676_096_000_000_000, "1600-01-01T00:00:00.000000Z"), (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
            (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
        ] as [(Int64, String)])
    func text(_ microseconds: Int64, _ expected: String) {
        #expect(Timestamp(microseconds: microseconds).description == expected)
    }

    @Test("every day of four centuries follows the one before it")
    func calendar() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, day) = (1900, 1, 1)
        var wrong = 0
        for number in Int64(-25_567)..<120_530 {
            let text = Timestamp(microseconds: number * 86_400_000_000).description
            if text != "\(year)-\(twoDigits(month))-\(twoDigits(day))T00:00:00.000000Z" { wrong += 1 }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            day += 1
            if day > lengths[month - 1] + (isLeap && month == 2 ? 1 : 0) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(wrong == 0)
        #expect(year == 2300)
    }

    @Test("whole seconds round down, before 1970 too")
    func seconds() {
        #expect(Timestamp(microseconds: 1_999_999).seconds == 1)
        #expect(Timestamp(microseconds: -1).seconds == -1)
        #expect(Timestamp(microseconds: -1_000_000).seconds == -1)
        #expect(Timestamp(microseconds: -1_000_001).seconds == -2)
    }

    @Test("moments are ordered and moved by seconds")
    func arithmetic() {
        let moment = Timestamp(microseconds: 5)
        #expect(moment.advanced(bySeconds: 2) == Timestamp(microseconds: 2_000_005))
        #expect(moment.advanced(bySeconds: -1) < moment)
    }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
