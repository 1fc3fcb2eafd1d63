import Testing

@testable import HTTPServer

struct ConditionalRequestTests {
    @Test(
        "a single range is measured against the length",
        arguments: [
            ("bytes=0-0", 10, .satisfiable(0..<1)), ("bytes=2-", 10, .satisfiable(2..<10)),
            ("bytes=2-99", 10, .satisfiable(2..<10)),
            ("bytes=-3", 10, .satisfiable(7..<10)), ("bytes=-99", 10, .satisfiable(0..<10)),
            ("Bytes=9-9", 10, .satisfiable(9..<10)),
            ("bytes= 1-2 ", 10, .satisfiable(1..<3)), ("bytes=0-99999999999999999999999", 10, .satisfiable(0..<10)),
            ("bytes=-99999999999999999999999", 10, .satisfiable(0..<10)), ("bytes=0-", UInt64.max, .satisfiable(0..<UInt64.max)),
            ("bytes=10-", 10, .unsatisfiable), ("bytes=99999999999999999999999-", 10, .unsatisfiable),
            ("bytes=-0", 10, .unsatisfiable),
            ("bytes=0-", 0, .unsatisfiable), ("bytes=-1", 0, .ignored), ("bytes=", 10, .ignored), ("bytes=-", 10, .ignored),
            ("bytes", 10, .ignored),
            ("bytes=3-2", 10, .ignored), ("bytes=a-2", 10, .ignored), ("bytes=1-2,4-5", 10, .ignored),
            ("items=0-1", 10, .ignored),
            ("bytes=+1-2", 10, .ignored), ("bytes=1-2-3", 10, .ignored), ("bytes=--1", 10, .ignored),
        ] as [(String, UInt64, ByteRange)])
    func ranges(_ field: String, _ length: UInt64, _ expected: ByteRange) {
        #expect(ByteRange.parse(field, length: length) == expected)
    }

    private static let tag = "\"abc\""
    private static let modified: Int64 = 784_111_777
    private static let date = HTTPDate.format(modified)
    private static let earlier = HTTPDate.format(modified - 1)

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let method: HTTPMethod
        let headers: HTTPHeaders
        let outcome: ConditionalRequest.Outcome

        init(
            _ text: String, _ method: HTTPMethod, _ fields: [(name: String, value: String)], _ outcome: ConditionalRequest.Outcome
        ) {
            testDescription = text
            self.method = method
            headers = HTTPHeaders(fields)
            self.outcome = outcome
        }

        init(_ text: String, _ fields: [(name: String, value: String)], _ outcome: ConditionalRequest.Outcome) {
            self.init(text, .get, fields, outcome)
        }
    }

    static let matches = [
        Case("no condition", [], .full),
        Case("If-None-Match of the tag", [("If-None-Match", tag)], .notModified),
        Case("for HEAD too", .head, [("If-None-Match", tag)], .notModified),
        Case("by the weak comparison", [("If-None-Match", "\"x\", W/\"abc\"")], .notModified),
        Case("over two lines", [("If-None-Match", "\"x\""), ("If-None-Match", tag)], .notModified),
        Case("of anything", [("If-None-Match", "*")], .notModified),
        Case("of another", [("If-None-Match", "\"x\"")], .full),
        Case("a tag with a comma in it is one tag", [("If-None-Match", "\"x,\"abc\"")], .full),
        Case("unreadable", [("If-None-Match", "abc")], .full),
        Case("it outranks If-Modified-Since", [("If-None-Match", "\"x\""), ("If-Modified-Since", date)], .full),
        Case("on a write it is a precondition", .put, [("If-None-Match", "*")], .preconditionFailed),
        Case("If-Match of the tag", .patch, [("If-Match", "\"x\", " + tag)], .full),
        Case("of anything that exists", .patch, [("If-Match", "*")], .full),
        Case("of another", .patch, [("If-Match", "\"x\"")], .preconditionFailed),
        Case("of the weak tag", .patch, [("If-Match", "W/\"abc\"")], .preconditionFailed),
        Case("unreadable, so its sender is protected", .patch, [("If-Match", "abc")], .preconditionFailed),
        Case("If-Match outranks If-Unmodified-Since", .patch, [("If-Match", tag), ("If-Unmodified-Since", earlier)], .full),
        Case("If-Match comes before If-None-Match", [("If-Match", "\"x\""), ("If-None-Match", tag)], .preconditionFailed),
    ]

    static let dates = [
        Case("If-Modified-Since of the same second", [("If-Modified-Since", date)], .notModified),
        Case("of an earlier one", [("If-Modified-Since", earlier)], .full),
        Case("unreadable", [("If-Modified-Since", "yesterday")], .full),
        Case("on a write it says nothing", .put, [("If-Modified-Since", date)], .full),
        Case("If-Unmodified-Since of the same second", .put, [("If-Unmodified-Since", date)], .full),
        Case("of an earlier one", .put, [("If-Unmodified-Since", earlier)], .preconditionFailed),
        Case("unreadable", .put, [("If-Unmodified-Since", "yesterday")], .full),
    ]

    static let partial = [
        Case("a range", [("Range", "bytes=1-2")], .partial(1..<3)),
        Case("beyond the end", [("Range", "bytes=10-")], .rangeNotSatisfiable),
        Case("for HEAD it means nothing", .head, [("Range", "bytes=1-2")], .full),
        Case("If-Range with the tag", [("Range", "bytes=1-2"), ("If-Range", tag)], .partial(1..<3)),
        Case("with another", [("Range", "bytes=1-2"), ("If-Range", "\"x\"")], .full),
        Case("with the weak tag", [("Range", "bytes=1-2"), ("If-Range", "W/\"abc\"")], .full),
        Case("with the very date", [("Range", "bytes=1-2"), ("If-Range", date)], .partial(1..<3)),
        Case("with another date", [("Range", "bytes=1-2"), ("If-Range", earlier)], .full),
        Case("unreadable", [("Range", "bytes=1-2"), ("If-Range", "x")], .full),
        Case("a changed whole comes before a range beyond its end", [("Range", "bytes=99-"), ("If-Range", "\"x\"")], .full),
        Case("not modified comes before a range", [("Range", "bytes=1-2"), ("If-None-Match", tag)], .notModified),
    ]

    @Test("conditions are judged in the order of RFC 9110", arguments: matches + dates + partial)
    func conditions(_ example: Case) {
        let outcome = ConditionalRequest.evaluate(
            example.method, example.headers, entityTag: Self.tag, lastModified: Self.modified, length: 10)
        #expect(outcome == example.outcome)
    }

    @Test("what has no date is neither newer nor older than one")
    func withoutDate() {
        let headers = HTTPHeaders([("If-Modified-Since", Self.date), ("If-Unmodified-Since", Self.earlier)])
        #expect(ConditionalRequest.evaluate(.get, headers, entityTag: Self.tag) == .full)
        let range = HTTPHeaders([("Range", "bytes=0-0"), ("If-Range", Self.date)])
        #expect(ConditionalRequest.evaluate(.get, range, entityTag: Self.tag, length: 10) == .full)
    }
}
