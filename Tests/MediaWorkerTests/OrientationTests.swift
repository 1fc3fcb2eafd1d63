import MediaWorker
import Testing

@Suite("Orientation") struct OrientationTests {
    /// Corners from the top left, row by row, when the file stores red, green, blue, white.
    static let displayed: [(orientation: Int, corners: [Colour])] = [
        (1, [.red, .green, .blue, .white]), (2, [.green, .red, .white, .blue]), (3, [.white, .blue, .green, .red]),
        (4, [.blue, .white, .red, .green]), (5, [.red, .blue, .green, .white]), (6, [.blue, .red, .white, .green]),
        (7, [.white, .green, .blue, .red]), (8, [.green, .white, .red, .blue]),
    ]

    @Test("all eight EXIF orientations give upright pictures", arguments: displayed)
    func upright(orientation: Int, corners: [Colour]) async throws {
        let stored = try await Drawings.quarters(as: .jpeg(quality: 90))
        let photo = Exif.orientation(orientation).spliced(into: stored)
        let rendering = try await TestWorker.shared.value.render(photo, "image/jpeg")
        let turned = orientation > 4
        #expect(rendering.inspection.orientation == orientation)
        #expect(rendering.inspection.width == (turned ? 400 : 600))
        #expect(rendering.inspection.height == (turned ? 600 : 400))
        let thumbnail = try await Pixels(of: rendering.thumbnail.bytes)
        #expect(thumbnail.corners == corners)
        #expect(thumbnail.width == (turned ? 213 : 320))
        #expect(thumbnail.height == (turned ? 320 : 213))
        let card = try await Pixels(of: rendering.card.bytes)
        #expect(card.corners == corners)
        #expect(card.width == 200 && card.height == 200)
    }
}
