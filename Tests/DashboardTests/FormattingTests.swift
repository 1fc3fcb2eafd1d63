import Markup
import Testing

@testable import Dashboard

@Suite("Numbers, sizes and times in words")
struct FormattingTests {
    private let t: Localization

    init() throws {
        t = try Localization.load()
    }

    @Test(
        "sizes count in 1,024 and keep one decimal below ten",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1 KB"), (1536, "1.5 KB"), (10_189, "10 KB"), (1_048_576, "1 MB"),
            (26_214_400, "25 MB"), (53_687_091_200, "50 GB"), (1_099_511_627_776, "1 TB"),
        ] as [(Int64, String)])
    func sizes(bytes: Int64, text: String) {
        #expect(byteCount(bytes, t) == text)
    }

    @Test("durations read as on a player, whatever the file claims")
    func durations() {
        #expect([7, 222.4, 3729].map { clockDuration($0) } == ["0:07", "3:42", "1:02:09"])
        #expect(clockDuration(-5) == "0:00")
        #expect(clockDuration(.infinity) == "277777:46:40")
        #expect(clockDuration(.nan) == "0:00")
    }

    @Test("moments fall on the right day, leap years and times before 1970 included")
    func calendar() {
        #expect(CivilDate(secondsSince1970: 0).iso8601 == "1970-01-01T00:00:00Z")
        #expect(CivilDate(secondsSince1970: 951_782_400).iso8601 == "2000-02-29T00:00:00Z")
        #expect(CivilDate(secondsSince1970: 1_741_529_100).iso8601 == "2025-03-09T14:05:00Z")
        #expect(CivilDate(secondsSince1970: -1).iso8601 == "1969-12-31T23:59:59Z")
    }

    @Test(
        "a time is relative for a week, then a date",
        arguments: [
            (0, "just now"), (-30, "just now"), (60, "1 min. ago"), (7200, "2 hr. ago"), (86400, "1 day ago"),
            (604_800, "2 Mar 2025"),
            (-3600, "9 Mar 2025"),
        ] as [(Int64, String)])
    func relative(age: Int64, text: String) throws {
        #expect(timeElement(sampleTime - age, try sampleContext()).string.contains(">\(text)</time>"))
    }

    @Test("numbers are grouped and plurals follow them")
    func plurals() {
        #expect(t("library.items", count: 1) == "1 item")
        #expect(t("library.items", count: 0) == "0 items")
        #expect(t("library.items", count: 1_234_567) == "1,234,567 items")
    }

    @Test("a value that looks like a place is not filled again")
    func placeholders() {
        #expect(t("asset.copyOf", ["name": "{name}{count}"]) == "Copy public address of {name}{count}")
    }

    @Test(
        "types read as people say them",
        arguments: [
            ("image/jpeg", "JPEG"), ("image/svg+xml", "SVG"), ("audio/mpeg", "MP3"), ("video/quicktime", "MOV"),
            ("audio/x-wav", "WAV"),
            ("application/octet-stream", "Other"), ("", "Other"),
        ])
    func types(mediaType: String, label: String) {
        #expect(typeLabel(mediaType: mediaType, kind: .other, t) == label)
    }
}
