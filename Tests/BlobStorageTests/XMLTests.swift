import Testing

@testable import BlobStorage

@Suite("XML answers")
struct XMLTests {
    private func parse(_ text: String) throws -> XMLElement { try XMLElement(parsing: Array(text.utf8)) }

    @Test("elements, text, entities and empty tags are read; namespaces, attributes, comments and instructions are passed over")
    func reading() throws {
        let element = try parse(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- <a> -->
            <s3:List xmlns:s3="http://x/" a = 'b > c'>
              <Key>a&amp;b&#60;c&#x3E;&quot;&apos;ü</Key><Empty/><Empty />
              <Key><![CDATA[<&>]]>!</Key>
              <Owner><ID>1</ID></Owner>
            </s3:List >

            """)
        #expect(element.name == "List")
        #expect(element["Key"] == "a&b<c>\"'ü")
        #expect(element.all("Key").map(\.text) == ["a&b<c>\"'ü", "<&>!"])
        #expect(element["Empty"] == "" && element["Absent"] == nil)
        #expect(element.children.last?["ID"] == "1")
    }

    @Test(
        "what is malformed is refused",
        arguments: [
            "", " ", "text", "<a>", "<a></b>", "<a/><b/>", "<a/>text", "<a></a", "<a", "<", "<>", "</a>", "<a b></a>", "<a b=c/>",
            "<a b='<'/>", "<a b='x'c='y'/>", "<a>&nbsp;</a>", "<a>&amp</a>", "<a>&#0;</a>", "<a>&#xD800;</a>",
            "<a>&#x110000;</a>",
            "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a><!-- </a>", "<a><![CDATA[x</a>", "<a b='</a>",
        ])
    func malformed(text: String) {
        #expect(throws: XMLFailure.self) { try parse(text) }
    }

    @Test("what is no UTF-8 is refused")
    func encoding() {
        #expect(throws: XMLFailure.self) { try XMLElement(parsing: [0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]) }
    }

    @Test("depth and number of elements are bounded")
    func bounds() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        _ = try parse(nested(XMLElement.maximumDepth))
        #expect(throws: XMLFailure.self) { try parse(nested(XMLElement.maximumDepth + 1)) }
        func wide(_ count: Int) -> String { "<a>" + String(repeating: "<b/>", count: count) + "</a>" }
        _ = try parse(wide(XMLElement.maximumElements - 1))
        #expect(throws: XMLFailure.self) { try parse(wide(XMLElement.maximumElements)) }
    }

    @Test("what is escaped reads as it was")
    func escaping() throws {
        let text = "\"<&>'\""
        #expect(try parse("<a>\(XMLElement.escape(text))</a>").text == text)
    }
}
