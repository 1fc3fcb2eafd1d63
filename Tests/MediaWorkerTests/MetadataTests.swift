import MediaWorker
import Testing

@Suite("Metadata") struct MetadataTests {
    private static let secret = "a-place-nobody-may-know"

    private func photo() async throws -> [UInt8] {
        let exif = Exif(
            main: [(0x010f, .text("Example (Optics), Ltd")), (0x0110, .text("Model One")), (0x0112, .short(6))],
            photo: [
                (0x829a, .rational(1, 60)), (0x829d, .rational(28, 10)), (0x8827, .short(400)),
                (0x9003, .text("2024:05:06 07:08:09")),
                (0x920a, .rational(50, 1)), (0xa434, .text("Fifty")),
            ],
            position: [(0x0012, .text(Self.secret))])
        return exif.spliced(into: try await Drawings.quarters(as: .jpeg(quality: 90)))
    }

    @Test("camera and exposure are told")
    func exposure() async throws {
        let exif = try await TestWorker.shared.value.inspect(try await photo(), "image/jpeg").exif
        #expect(exif["make"] == "Example (Optics), Ltd")
        #expect(exif["model"] == "Model One")
        #expect(exif["lens"] == "Fifty")
        #expect(exif["exposureTime"] == "1/60 sec.")
        #expect(exif["fNumber"] == "f/2.8")
        #expect(exif["iso"] == "400")
        #expect(exif["focalLength"] == "50.0 mm")
        #expect(exif["takenAt"] == "2024:05:06 07:08:09")
        #expect(exif["orientation"] == "6")
    }

    @Test("the place is neither told nor left in a rendition")
    func place() async throws {
        let original = try await photo()
        #expect(original.holds(Self.secret))
        let rendering = try await TestWorker.shared.value.render(original, "image/jpeg")
        #expect(!rendering.inspection.exif.values.contains { $0.contains(Self.secret) })
        #expect(!rendering.thumbnail.bytes.holds(Self.secret))
        #expect(!rendering.card.bytes.holds(Self.secret))
        #expect(!rendering.thumbnail.bytes.holds("Model One"))
    }
}
