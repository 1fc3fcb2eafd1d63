import MediaWorker
import Testing

@Suite("Documents") struct DocumentTests {
    @Test("references are told once each, and replaced in what is rendered")
    func references() async throws {
        let pool = await TestWorker.shared.value
        let text = "![a](x.png) [b](y) ![c](x.png) [d](x.png)"
        let (picture, link) = (DocumentReference("x.png", isImage: true), DocumentReference("y", isImage: false))
        #expect(try await pool.references(in: text) == [picture, link, DocumentReference("x.png", isImage: false)])
        let html = try await pool.html(
            of: text,
            [
                DocumentReplacement(picture, by: "/film", player: .video, name: "Video"), DocumentReplacement(link, by: "/z"),
            ])
        #expect(html.contains(#"aria-label="a" src="/film""#) && html.contains(#"<a href="/z">b</a>"#))
        #expect(html.contains(#"<a href="x.png">d</a>"#))
    }

    @Test("an empty text is no file of no bytes")
    func empty() async throws {
        let pool = await TestWorker.shared.value
        #expect(try await pool.references(in: "").isEmpty)
        #expect(try await pool.html(of: "", []) == "")
    }

    @Test("a text that takes the parser too long or grows too large ends alone", arguments: explosions)
    func explosion(_ name: String, _ text: String) async throws {
        try await withWorker(documentTimeLimit: 1) { (pool) async throws in
            let first = pool.processIdentifier
            // Which of its limits a text meets first depends on the machine; that it meets one does not.
            await #expect(throws: MediaWorkerError.self, "\(name)") { try await pool.html(of: text, []) }
            #expect(try await pool.html(of: "still *here*", []) == "<p>still <em>here</em></p>\n")
            #expect(pool.processIdentifier == first)
        }
    }

    /// What cmark-gfm 0.29.0.gfm.6 needs quadratic time or room for.
    private static let explosions = [
        ("autolinks of www", repeated("www._")), ("autolinks of e-mail", repeated("a@b.")),
        (
            "cells of a table that rows leave out",
            "|" + String(repeating: "a|", count: 50_000) + "\n|" + String(repeating: "-|", count: 50_000) + "\n"
                + String(repeating: "|\n", count: 50_000)
        ),
        ("one reference used everywhere", "[a]: " + String(repeating: "/x", count: 10_000) + "\n\n" + repeated("[a] ")),
        ("quotes in quotes", repeated(">")),
    ]

    private static func repeated(_ text: String) -> String {
        String(repeating: text, count: (1 << 20) / text.utf8.count)
    }

    @Test(
        "what others have been known to stumble over is rendered in time",
        arguments: ["[", "![](", "*a **b ", "_*", "[[a]", "<b ", "<!--", "~a~~b "])
    func harmless(_ text: String) async throws {
        let pool = await TestWorker.shared.value
        let text = String(repeating: text, count: (64 << 10) / text.utf8.count)
        #expect(try await !pool.html(of: text, []).isEmpty)
        _ = try await pool.references(in: text)
    }

    @Test("more different references than can be looked up are refused")
    func tooManyReferences() async throws {
        let pool = await TestWorker.shared.value
        let most = MediaWorkerPool.maximumReferences
        let fits = (0..<most).map { "[a](\($0))" }.joined(separator: " ")
        #expect(try await pool.references(in: fits).count == most)
        await #expect(throws: MediaWorkerError.tooLarge("it names more than \(most) different addresses")) {
            try await pool.references(in: fits + " [a](more)")
        }
    }

    @Test("pictures that wait do not keep a document waiting")
    func ownSlots() async throws {
        var configuration = TestWorker.configuration()
        configuration.concurrentRenders = 0
        configuration.concurrentInspections = 0
        let pool = MediaWorkerPool(configuration: configuration)
        await pool.start()
        #expect(try await pool.html(of: "*x*", []) == "<p><em>x</em></p>\n")
        await pool.stop()
    }
}

private func withWorker(documentTimeLimit: Int, _ body: (MediaWorkerPool) async throws -> Void) async throws {
    var configuration = TestWorker.configuration()
    configuration.documentTimeLimit = documentTimeLimit
    let pool = MediaWorkerPool(configuration: configuration)
    await pool.start()
    try await body(pool)
    await pool.stop()
}
