import Library
import Testing

@Suite("Text rules")
struct TextRuleTests {
    private func check(_ rule: TextRule, _ text: String) -> (text: String?, codes: [String]) {
        var problems: [FieldProblem] = []
        let result = rule.check(text, &problems)
        return (result, problems.map(\.code))
    }

    @Test("text is stored in NFC, whichever form it came in")
    func normalization() {
        let (text, codes) = check(.title, "Cafe\u{301} \u{1100}\u{1161}")
        #expect(Array(text!.unicodeScalars) == Array("Caf\u{e9} \u{ac00}".unicodeScalars))
        #expect(codes.isEmpty)
    }

    @Test("white space around is dropped, and nothing is left of nothing")
    func trimming() {
        #expect(check(.title, " \u{a0}\tA b\n ").text == "A b")
        #expect(check(.title, " \n\t ").text == nil)
        #expect(check(.title, "").codes.isEmpty)
    }

    @Test(
        "control characters and marks that turn text around are refused",
        arguments: [
            0, 7, 9, 10, 0x1b, 0x7f, 0x85, 0x61c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2028, 0x2029, 0x2066, 0x2069, 0xfeff, 0xfffb,
        ])
    func controls(_ scalar: UInt32) throws {
        let character = Character(try #require(Unicode.Scalar(scalar)))
        #expect(check(.title, "a\(character)b").codes == ["control_character"])
        #expect(check(.displayName, "a\(character)b").codes == ["control_character"])
        let isLayout = scalar == 9 || scalar == 10
        #expect(check(.description, "a\(character)b").codes == (isLayout ? [] : ["control_character"]))
    }

    @Test("joiners that emoji are made of stay")
    func emoji() { #expect(check(.title, "👩‍👩‍👧‍👦 ok").text == "👩‍👩‍👧‍👦 ok") }

    @Test("line breaks of every kind become LF where a text may have them")
    func lineBreaks() {
        #expect(check(.description, "a\r\nb\rc\nd").text == "a\nb\nc\nd")
        #expect(check(.title, "a\r\nb").codes == ["control_character"])
    }

    @Test(
        "a text may be as long as its limit and not longer",
        arguments: [(TextRule.displayName, 255), (.title, 500), (.description, 10_000), (.altText, 2000), (.label, 255)])
    func limits(_ rule: TextRule, _ limit: Int) {
        #expect(rule.maximumCharacters == limit)
        #expect(check(rule, String(repeating: "é", count: limit)).codes.isEmpty)
        #expect(check(rule, String(repeating: "é", count: limit + 1)).codes == ["too_long"])
    }

    @Test("few characters with very many marks are too long as well")
    func towers() { #expect(check(.label, "a" + String(repeating: "\u{301}", count: 2000)).codes == ["too_long"]) }

    @Test("folding makes one text of those people take for the same")
    func folding() {
        #expect("CAFÉ".folded == "cafe\u{301}".folded)
        #expect("ÅNGSTRÖM".folded == "ångström")
        #expect("東京.JPG".folded == "東京.jpg")
    }

    @Test(
        "an address is stored trimmed and in lower case, and only an address is one",
        arguments: [
            ("  Ann@Example.ORG ", "ann@example.org"), ("a@b", "a@b"), ("", nil), ("ann", nil), ("@b", nil), ("a@", nil),
            ("a@b@c", nil),
            ("a b@c", nil), ("a\u{202e}@b", nil), ("a\n@b", nil), (String(repeating: "a", count: 254) + "@b", nil),
        ] as [(String, String?)])
    func addresses(_ text: String, _ expected: String?) { #expect(User.normalizedEmail(text) == expected) }
}
