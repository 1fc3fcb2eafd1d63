import Library
import Testing

@Suite("Allowed origins")
struct AllowedOriginTests {
    @Test(
        "an origin is written as browsers write it",
        arguments: [
            ("https://www.example.com", "https://www.example.com"), (" HTTPS://Example.COM ", "https://example.com"),
            ("https://example.com:443", "https://example.com"), ("http://example.com:80", "http://example.com"),
            ("http://localhost:5173", "http://localhost:5173"), ("https://example.com:08443", "https://example.com:8443"),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000"), ("http://[::1]:8080", "http://[::1]:8080"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ])
    func normal(_ text: String, _ origin: String) {
        #expect(AllowedOrigin.normalized(text) == origin)
    }

    @Test(
        "what is more or less than an origin is none",
        arguments: [
            "", "*", "null", "example.com", "https://", "https://*", "https://*.example.com", "https://example.com/",
            "https://example.com/path", "https://user@example.com", "ftp://example.com", "https://example.com:0",
            "https://example.com:65536", "https://example.com:", "https://exa mple.com", "https://bücher.example",
            "https://example.com?x", "https://[::1", "https://[]", "https://-a.example", "https://a..example",
            "javascript:alert(1)",
            "https://example.com\u{0}",
        ])
    func none(_ text: String) {
        #expect(AllowedOrigin.normalized(text) == nil)
    }

    @Test("a list holds each origin once, apart by lines, spaces or commas, and no more than fifty")
    func lists() {
        #expect(
            AllowedOrigin.list("https://a.example\nhttps://b.example,HTTPS://A.example:443 ") == [
                "https://a.example", "https://b.example",
            ])
        #expect(AllowedOrigin.list(" \n") == [])
        #expect(AllowedOrigin.list("https://a.example *") == nil)
        let fifty = (1...50).map { "https://\($0).example" }
        #expect(AllowedOrigin.list(fifty.joined(separator: "\n")) == fifty)
        #expect(AllowedOrigin.list((fifty + ["https://51.example"]).joined(separator: "\n")) == nil)
    }
}
