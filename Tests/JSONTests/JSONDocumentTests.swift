import JSON
import Testing

@Suite("JSON documents")
struct JSONDocumentTests {
    private func document(_ text: String) throws -> JSONDocument { try JSONDocument(Array(text.utf8)) }

    @Test("every text that is a value is found, in order, with the way to it")
    func texts() throws {
        let document = try document(#"{"b": [{"c d": "x"}, "y"], "a": {"k": "z", "n": 1, "a.b": ["w"]}}"#)
        #expect(document.texts.map(\.path.description) == [#"b[0]["c d"]"#, "b[1]", "a.k", #"a["a.b"][0]"#])
        #expect(document.texts.map(\.value) == ["x", "y", "z", "w"])
    }

    @Test("a text at the top has the empty way")
    func topLevel() throws {
        #expect(try document(#" "x" "#).texts.map(\.path.description) == [""])
    }

    @Test("what is replaced is escaped, and every other byte stays")
    func replacing() throws {
        let source = "{ \"a\" : \"1\" ,\n\t\"b\":\"2\\u0041\", \"n\": 12345678901234567890.10 }"
        let document = try document(source)
        #expect(document.replacing([:]) == source)
        #expect(
            document.replacing([0: "q\"\\\n\u{1}é"])
                == "{ \"a\" : \"q\\\"\\\\\\n\\u0001é\" ,\n\t\"b\":\"2\\u0041\", \"n\": 12345678901234567890.10 }")
        #expect(document.replacing([1: "x", 0: "y"]) == "{ \"a\" : \"y\" ,\n\t\"b\":\"x\", \"n\": 12345678901234567890.10 }")
    }

    @Test("an outermost member is given as it was written")
    func sources() throws {
        let document = try document(#"{"title": "t", "body":  {"n": 1.50, "l": [ ] } , "last": "x"}"#)
        #expect(document.source(of: "body") == #"{"n": 1.50, "l": [ ] }"#)
        #expect(document.source(of: "last") == #""x""#)
        #expect(document.source(of: "n") == nil)
    }

    @Test(
        "a quoted text is read back as it was",
        arguments: ["", "plain", "\"\\\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}", "é 報告書 😀", "</script>"])
    func quoting(_ text: String) throws {
        #expect(try JSONParser.parse(Array(JSONDocument.quoted(text).utf8)) == .string(text))
    }

    @Test("two different ways never have the same text")
    func paths() {
        let steps: [JSONPath.Step] = [.member("a"), .member("a.b"), .member("a[0]"), .item(0), .member("0"), .member("\"")]
        let paths = steps.flatMap { first in steps.map { JSONPath([first, $0]) } } + steps.map { JSONPath([$0]) }
        #expect(Set(paths.map(\.description)).count == paths.count)
    }
}
