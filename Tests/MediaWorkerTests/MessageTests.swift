import Testing

@testable import MediaWorker

@Suite("Messages") struct MessageTests {
    static let limits = PictureLimits(maximumPixels: 100_000_000, maximumFrames: 1000)
    static let requests: [WorkerRequest] = [
        .inspect(.jpeg, limits), .render(.heif, limits), .draw(.avif(quality: 40), width: 4000, height: 3000),
        .probe("open:/etc"), .findReferences, .renderMarkdown,
    ]
    static let inspection = MediaInspection(
        format: .gif, width: 3, height: 4, frames: 5, hasAlpha: true, orientation: 6, exif: ["make": "Ä", "iso": "100"],
        durationSeconds: 1.5)
    static let rendering = MediaRendering(
        inspection: inspection,
        thumbnail: RenderedImage(bytes: Array("RIFFxyz".utf8), width: 3, height: 4, mimeType: "image/webp"),
        card: RenderedImage(bytes: [0xff, 0xd8, 0xff, 1], width: 200, height: 200, mimeType: "image/jpeg"),
        placeholder: String(repeating: "0", count: 28))
    static let replies: [WorkerReply] = [
        .inspection(inspection), .rendering(rendering), .drawing([1, 2, 3]), .probe("x"), .refusal(.malformed("cut")),
        .refusal(.tooLarge("wide")), .refusal(.unsupported("odd")), .refusal(.outOfMemory),
        .references([DocumentReference("ä", isImage: true), DocumentReference("", isImage: false)]), .html("<p>ü</p>"),
    ]
    static let job = MarkdownJob(
        "# ö",
        [
            DocumentReplacement(DocumentReference("a", isImage: true), by: "/b", player: .frame, name: "n"),
            DocumentReplacement(DocumentReference("c", isImage: false), by: "/d"),
        ])

    @Test("a request comes out as it went in", arguments: requests)
    func request(_ request: WorkerRequest) { #expect(WorkerRequest(request.encoded()) == request) }

    @Test("a reply comes out as it went in, and no part of one passes", arguments: replies)
    func reply(_ reply: WorkerReply) {
        let bytes = reply.encoded()
        #expect(WorkerReply(bytes) == reply)
        for length in bytes.indices { #expect(WorkerReply(Array(bytes[..<length])) == nil) }
        #expect(WorkerReply(bytes + [0]) == nil)
    }

    @Test("a document's job comes out as it went in, and no part of one passes")
    func documentJob() {
        let bytes = Self.job.encoded()
        #expect(MarkdownJob(bytes) == Self.job)
        for length in bytes.indices { #expect(MarkdownJob(Array(bytes[..<length])) == nil) }
    }

    @Test("references beyond the limit, and HTML that is no UTF-8, are not believed")
    func liesAboutDocuments() {
        let many = (0...MediaWorkerPool.maximumReferences).map { DocumentReference("\($0)", isImage: false) }
        #expect(WorkerReply(WorkerReply.references(many).encoded()) == nil)
        var html = WorkerReply.html("abc").encoded()
        html[html.count - 1] = 0xff
        #expect(WorkerReply(html) == nil)
    }

    @Test("a rendition that is no picture of the promised size is not believed")
    func lies() {
        var page = Self.rendering
        page.thumbnail.bytes = Array("<html>".utf8)
        #expect(WorkerReply(WorkerReply.rendering(page).encoded()) == nil)
        var large = Self.rendering
        large.thumbnail.width = 5000
        #expect(WorkerReply(WorkerReply.rendering(large).encoded()) == nil)
    }

    @Test("restarts wait longer and longer, and not at all after a long life")
    func delays() {
        var delay = RestartDelay()
        #expect((0..<4).map { _ in delay.next(afterRunningFor: 5) } == [0, 100, 200, 400])
        #expect(delay.next(afterRunningFor: 60_000) == 0)
    }
}
