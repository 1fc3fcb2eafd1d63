import MediaWorker
import Testing

@Suite("Formats") struct FormatTests {
    static let stills: [(DrawFormat, MediaFormat)] = [
        (.jpeg(quality: 90), .jpeg), (.png, .png), (.webp(quality: 90), .webp), (.gif, .gif), (.tiff, .tiff),
        (.avif(quality: 80), .avif), (.heic(quality: 80), .heif),
    ]

    @Test("every still format is recognised, measured and pictured", arguments: stills)
    func still(drawn: DrawFormat, format: MediaFormat) async throws {
        let bytes = try await Drawings.quarters(as: drawn)
        let rendering = try await TestWorker.shared.value.render(bytes, drawn.mimeType)
        #expect(rendering.inspection.format == format)
        #expect(rendering.inspection.width == 600 && rendering.inspection.height == 400)
        #expect(rendering.inspection.frames == 1)
        #expect(rendering.inspection.durationSeconds == nil)
        #expect(rendering.thumbnail.mimeType == "image/webp" && rendering.card.mimeType == "image/jpeg")
        let pixels = try await Pixels(of: rendering.thumbnail.bytes)
        #expect(pixels.corners == [.red, .green, .blue, .white])
        #expect(pixels.width == rendering.thumbnail.width && pixels.height == rendering.thumbnail.height)
        #expect(try await TestWorker.shared.value.inspect(bytes, drawn.mimeType) == rendering.inspection)
    }

    @Test("an SVG is drawn")
    func svg() async throws {
        let rendering = try await TestWorker.shared.value.render(Drawings.quarters, "image/svg+xml")
        #expect(rendering.inspection.format == .svg)
        #expect(rendering.inspection.width == 60 && rendering.inspection.height == 40)
        #expect(try await Pixels(of: rendering.thumbnail.bytes).corners == [.red, .green, .blue, .white])
    }

    @Test("transparency stays in the thumbnail and is white on the card", arguments: [DrawFormat.png, .webp(quality: 90), .tiff])
    func transparency(format: DrawFormat) async throws {
        let pool = await TestWorker.shared.value
        let bytes = try await pool.draw(svg: Drawings.disc, as: format, width: 600, height: 400)
        let rendering = try await pool.render(bytes, format.mimeType)
        #expect(rendering.inspection.hasAlpha)
        let thumbnail = try await Pixels(of: rendering.thumbnail.bytes)
        #expect(thumbnail.corners == [.clear, .clear, .clear, .clear])
        #expect(thumbnail.centre == .blue)
        let card = try await Pixels(of: rendering.card.bytes)
        #expect(card.corners == [.white, .white, .white, .white])
        #expect(card.centre == .blue)
    }

    @Test("an animated GIF tells its frames and time and shows the first")
    func animatedGIF() async throws {
        let gif = Animation.gif(40, 30, frames: [0, 1, 2])
        let rendering = try await TestWorker.shared.value.render(gif, "image/gif")
        #expect(rendering.inspection.frames == 3)
        #expect(rendering.inspection.durationSeconds == 0.3)
        #expect(rendering.inspection.width == 40 && rendering.inspection.height == 30)
        #expect(try await Pixels(of: rendering.thumbnail.bytes).centre == .red)
    }

    @Test("an animated WebP tells its frames and time and shows the first")
    func animatedWebP() async throws {
        let pool = await TestWorker.shared.value
        var stills: [[UInt8]] = []
        for colour in ["#0f0", "#f00"] {
            stills.append(try await pool.draw(svg: Drawings.solid(colour), as: .webp(quality: 90), width: 60, height: 40))
        }
        let rendering = try await pool.render(Animation.webp(60, 40, stills: stills), "image/webp")
        #expect(rendering.inspection.frames == 2)
        #expect(rendering.inspection.durationSeconds == 0.2)
        #expect(try await Pixels(of: rendering.thumbnail.bytes).centre == .green)
    }

    @Test("a small picture is not enlarged, but its card is full size")
    func small() async throws {
        let pool = await TestWorker.shared.value
        let bytes = try await pool.draw(svg: Drawings.quarters, as: .png, width: 30, height: 20)
        let rendering = try await pool.render(bytes, "image/png")
        #expect(rendering.thumbnail.width == 30 && rendering.thumbnail.height == 20)
        #expect(rendering.card.width == 200 && rendering.card.height == 200)
        #expect(try await Pixels(of: rendering.card.bytes).corners == [.red, .green, .blue, .white])
    }

    @Test("a panorama keeps its shape in the thumbnail and its height in the card")
    func panorama() async throws {
        let pool = await TestWorker.shared.value
        let bytes = try await pool.draw(svg: Drawings.quarters, as: .jpeg(quality: 90), width: 6000, height: 600)
        let rendering = try await pool.render(bytes, "image/jpeg")
        #expect(rendering.thumbnail.width == 320 && rendering.thumbnail.height == 32)
        #expect(try await Pixels(of: rendering.card.bytes).corners == [.red, .green, .blue, .white])
    }

    @Test("the placeholder is a BlurHash whose average is the picture's colour")
    func placeholder() async throws {
        let rendering = try await TestWorker.shared.value.render(Drawings.solid("#f00"), "image/svg+xml")
        #expect(rendering.placeholder.count == 28)
        // 4×3 components, and 0xff0000 in four digits of base 83.
        #expect(rendering.placeholder.first == "L")
        #expect(rendering.placeholder.dropFirst(2).prefix(4) == "TI:j")
    }

    @Test("what this build does not decode is said so before any work")
    func unsupported() async throws {
        #expect(MediaWorkerPool.canDecode(mimeType: "image/heic"))
        #expect(!MediaWorkerPool.canDecode(mimeType: "application/pdf"))
        await #expect(throws: MediaWorkerError.unsupported("video/mp4")) {
            try await TestWorker.shared.value.render([1, 2, 3], "video/mp4")
        }
    }
}
