import Markdown
import Testing

@Suite("Markdown: parsing, walking, rewriting")
struct MarkdownDocumentTests {
    @Test("references come in order, links and pictures told apart, each as it was written")
    func references() throws {
        let document = try parse(
            """
            ![a](one.png "t") and [b](<two words.pdf>) then ![c][ref] <https://auto.example>

            | x |
            |---|
            | ![d](cell.png) |

            [![in](inner.png)](outer.pdf) www.example.com

            [ref]: %E7%B5%B5&amp;\\*.png
            """)
        #expect(
            document.references.map(\.destination) == [
                "one.png", "two words.pdf", "%E7%B5%B5&*.png", "https://auto.example", "cell.png", "outer.pdf", "inner.png",
                "http://www.example.com",
            ])
        #expect(document.references.map(\.isImage) == [true, false, true, false, true, false, true, false])
    }

    @Test("what stands in a picture's alternative text is no reference: nobody sees it")
    func insideAlternativeText() throws {
        let document = try parse("![a ![b](inner.png) [c](link.pdf)](outer.png)")
        #expect(document.references.map(\.destination) == ["outer.png"])
        #expect(html("![a ![b](inner.png) [c](link.pdf)](outer.png)").contains(#"alt="a b c""#))
    }

    @Test("pictures are loaded when they are near, and keep their words")
    func pictures() {
        #expect(
            html(#"![a "b" <c>](x.png "d 'e'")"#)
                == #"<p><img loading="lazy" src="x.png" alt="a &quot;b&quot; &lt;c&gt;" title="d 'e'" /></p>"# + "\n")
    }

    @Test("text that looks like a picture's tag stays text")
    func lookalikes() {
        let page = html(#"`<img src="vitrine-player:0" alt="x" />` and \<img src="y" alt="z" />"#)
        #expect(!page.contains("<img"))
    }

    @Test("a picture becomes the player it is replaced by, named by its alternative text", arguments: kinds)
    func players(_ kind: MarkdownPlayer.Kind, _ start: String) {
        let page = html(#"before ![My "clip"](a.mp4 "T") after"#) {
            $0.isImage ? MarkdownReplacement(address: "/files/a.mp4?x=1&y=2", player: kind, name: "Video") : nil
        }
        #expect(page.contains(start), "\(page)")
        #expect(page.contains(#"="My &quot;clip&quot;""#))
        #expect(page.contains(#"src="/files/a.mp4?x=1&amp;y=2""#))
        #expect(!page.contains("<img"))
    }

    private static let kinds: [(MarkdownPlayer.Kind, String)] = [
        (.video, "<video controls preload=\"metadata\""), (.audio, "<audio controls preload=\"metadata\""), (.frame, "<iframe "),
    ]

    @Test("a player without alternative text has the name of its kind")
    func nameless() {
        #expect(
            html("![](a.mp4)") { _ in MarkdownReplacement(address: "/a.mp4", player: .video, name: "Video") }
                .contains(#"aria-label="Video""#))
    }

    @Test("players stand in tables, headings, emphasis and lists")
    func playersAnywhere() {
        let page = html("| a |\n|---|\n| ![x](a.mp4) |\n\n# ![x](a.mp4)\n\n~~*![x](a.mp4)*~~\n\n- ![x](a.mp4)") { _ in
            MarkdownReplacement(address: "/a.mp4", player: .video)
        }
        #expect(page.split(separator: "<video").count == 5)
    }

    @Test("players in a link come after it, in order, and their words are the link's")
    func playersInLinks() {
        let page = html("[a ![one](1.mp4) ![](2.mp4) b](page) c") {
            $0.isImage ? MarkdownReplacement(address: "/" + $0.destination, player: .video, name: "Video") : nil
        }
        #expect(page.hasPrefix(#"<p><a href="page">a one Video b</a><video"#), "\(page)")
        #expect(page.contains(#"aria-label="one" src="/1.mp4"></video><video controls preload="metadata" aria-label="Video""#))
        #expect(page.hasSuffix(#"src="/2.mp4"></video> c</p>"# + "\n"))
    }

    @Test("a link to a video is a link")
    func linksStayLinks() {
        let page = html("[x](a.mp4)") { MarkdownReplacement(address: "/" + $0.destination, player: .video) }
        #expect(page == "<p><a href=\"/a.mp4\">x</a></p>\n")
    }

    @Test("addresses that could run a script are emptied", arguments: hostile)
    func hostileAddresses(_ address: String) {
        for text in ["[x](<\(address)>)", "![x](<\(address)>)", "[x][y]\n\n[y]: <\(address)>"] {
            let page = html(text)
            #expect(page.contains(#"href="""#) || page.contains(#"src="""#), "\(page)")
        }
        // A replacement is looked at as well: it may have come from a record.
        #expect(html("[x](y)") { _ in MarkdownReplacement(address: address) }.contains(#"href="""#))
        #expect(html("![x](y)") { _ in MarkdownReplacement(address: address, player: .frame) }.contains(#"src="""#))
    }

    private static let hostile = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html,x", "data:image/png;base64,AAAA",
        "data:image/svg+xml,x", "file:///etc/passwd", "java\tscript:alert(1)", "\u{1}javascript:alert(1)",
        " javascript:alert(1)", "java\u{a0}script:alert(1)", "blob:x", "vitrine-player:0", "view-source:x",
    ]

    @Test("raw HTML is left out")
    func rawHTML() {
        let page = html("<script>alert(1)</script>\n\n<b onclick=x>y</b> <iframe src=//evil></iframe>")
        #expect(!page.contains("<script") && !page.contains("<b") && !page.contains("<iframe"))
    }

    @Test("tables, strikethrough, autolinks and task lists are understood")
    func extensions() {
        #expect(html("|a|\n|:-:|\n|b|").contains("<table>"))
        #expect(html("~~x~~").contains("<del>x</del>"))
        #expect(html("see www.example.com").contains(#"<a href="http://www.example.com">"#))
        #expect(html("- [x]").contains("[x]"))
    }

    @Test("a task's box is named by the words beside it")
    func tasks() {
        let page = html("- [x] a **\"b\"** <c> ![d](e)\n- [ ] x\n\n  y\n")
        #expect(
            page.contains(#"<input type="checkbox" checked="" disabled="" aria-label="a &quot;b&quot;"#), "\(page)")
        #expect(page.contains(#"<input type="checkbox" disabled="" aria-label="x" />"#), "\(page)")
    }

    private func html(_ text: String, _ replacement: (MarkdownReference) -> MarkdownReplacement? = { _ in nil }) -> String {
        guard let html = try? parse(text).rewrite(replacement).html() else { return "" }
        return String(decoding: html, as: UTF8.self)
    }

    private func parse(_ text: String) throws -> MarkdownDocument {
        var text = text
        return try #require(text.withUTF8 { MarkdownDocument(UnsafeRawBufferPointer($0)) })
    }
}
