import Markup
import Testing

@Suite("HTML templates")
struct HTMLTests {
    @Test("text cannot open a tag, close an attribute or start a reference")
    func escaping() {
        let hostile = #"<script>alert("1")</script> & 'x' &lt;"#
        let html: HTML = #"<p title="\#(hostile)">\#(hostile)</p>"#
        let safe = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39; &amp;lt;"
        #expect(html.string == "<p title=\"\(safe)\">\(safe)</p>")
    }

    @Test("NUL becomes the replacement character and other scripts stay as they are")
    func unusualText() {
        #expect(HTML(text: "a\0b").string == "a\u{FFFD}b")
        #expect(HTML(text: "Übergröße 写真 🖼️ \u{202E}gpj").string == "Übergröße 写真 🖼️ \u{202E}gpj")
    }

    @Test("markup nests unescaped, lists join, absent values leave nothing")
    func nesting() {
        let bold: HTML = "<b>\("<")</b>"
        let nothing: HTML? = nil
        let noText: String? = nil
        let html: HTML = "<p>\(bold)\([bold, bold])\(nothing)\(noText)\(7)\(raw: "<hr>")</p>"
        #expect(html.string == "<p><b>&lt;</b><b>&lt;</b><b>&lt;</b>7<hr></p>")
    }

    @Test("a boolean attribute is there or not, a value attribute carries its escaped value")
    func attributes() {
        let missing: String? = nil
        let html: HTML =
            #"<input\#(flag: "required", true)\#(flag: "disabled", false)\#(attribute: "value", "\"><x")\#(attribute: "id", missing)>"#
        #expect(html.string == #"<input required value="&quot;&gt;&lt;x">"#)
    }

    @Test("pieces joined are the pieces in order")
    func joining() {
        #expect((["<a>", "<b>"] as [HTML]).joined().string == "<a><b>")
    }
}
