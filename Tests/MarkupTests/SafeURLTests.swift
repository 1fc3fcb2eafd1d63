import Markup
import Testing

@Suite("Addresses in templates")
struct SafeURLTests {
    private func attribute(_ url: String) -> String {
        (#"\#(url: url)"# as HTML).string
    }

    @Test(
        "a scheme that could run script or leave the web is blocked",
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\u{1}javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)", "vbscript:x", "data:text/html,<script>", "data:image/svg+xml;base64,AAAA",
            "file:///etc/passwd",
            "data:image/png,<script>", "blob:https://x/1", ":x", "mailto:a@b",
        ])
    func blocked(url: String) {
        #expect(attribute(url) == "#blocked")
    }

    @Test(
        "web, relative and picture addresses pass",
        arguments: [
            "https://media.example/a.png", "http://localhost:8080/x", "/files/a/b.jpg?v=12", "?asset=1", "#results", "a/b", "",
            "data:image/png;base64,iVBORw0KGgo=", "HTTPS://EXAMPLE/", "/a:b", "?q=a:b",
        ])
    func allowed(url: String) {
        #expect(attribute(url) == url)
    }

    @Test("quotes, spaces, controls, backslashes and other scripts are percent-encoded")
    func encoding() {
        #expect(attribute(#"/a" onload='x' <b>"#) == "/a%22%20onload=%27x%27%20%3Cb%3E")
        #expect(attribute(#"\\evil.example\x"#) == "%5C%5Cevil.example%5Cx")
        #expect(attribute("/ü\n") == "/%C3%BC%0A")
        #expect(attribute("/x?a=1&b=2") == "/x?a=1&amp;b=2")
    }

    @Test("of all ASCII, exactly the URL characters pass as they are")
    func everyByte() {
        let passing = (0..<128).map { Character(Unicode.Scalar(UInt8($0))) }.filter { attribute("/\($0)") == "/\($0)" }
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        #expect(Set(passing) == Set(letters + "-._~:/?#[]@!$()*+,;=%"))
    }

    @Test("a query keeps order, encodes everything that means something, and leaves out what is empty")
    func query() {
        var query = QueryString()
        #expect(query.suffix == "")
        query.add("q", "a&b=c d/ü\"")
        query.add("kind", "image")
        query.add("page", nil)
        query.add("sort", "")
        #expect(query.suffix == "?q=a%26b%3Dc%20d%2F%C3%BC%22&kind=image")
    }
}
