import Library
import Testing

/// What an address in a document may mean (M44).
@Suite("Addresses in documents")
struct WrittenAddressTests {
    @Test(
        "an address with a scheme, from the root, of a part, or of nothing passes through",
        arguments: [
            "", "/a", "//a/b", "#a", "http:a", "mailto:a@b", "X-y.z+1:", "javascript:x", "a:b.png",
        ])
    func through(_ text: String) {
        #expect(WrittenAddress(text).passesThrough && WrittenAddress(text).readings.isEmpty)
    }

    @Test(
        "everything else is a logical path, decoded once",
        arguments: [
            ("a.png", "a.png"), ("a b", "a b"), ("a%20b", "a b"), ("a%2520b", "a%20b"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"),
            ("%+1", "%+1"), ("%E7%B5%B5", "絵"), ("e%CC%81", "é"), ("%FF", "%FF"), ("a/%2e%2e/b", "a/../b"), ("./a", "./a"),
            ("1:a", "1:a"), ("ä:b", "ä:b"), ("a/b:c", "a/b:c"), ("%3A", ":"), ("?a", "?a"), ("a?b", "a?b"),
            ("javascript%3Ax", "javascript:x"),
        ])
    func paths(_ text: String, _ path: String) {
        #expect(!WrittenAddress(text).passesThrough)
        #expect(WrittenAddress(text).readings.map { Array($0.path.unicodeScalars) } == [Array(path.normalizedNFC.unicodeScalars)])
    }

    @Test("what follows a # may be a fragment, after the whole was tried")
    func fragments() {
        let readings = WrittenAddress("a%23b#c%20d#e").readings
        #expect(readings.map(\.path) == ["a#b#c d#e", "a#b"])
        #expect(readings.map(\.fragment) == ["", "#c%20d#e"])
    }

    @Test("a player is known by the end of an address, or by what the asset is")
    func media() {
        #expect(EmbeddedMedia(address: "/a/B.MP4?x#y") == .video)
        #expect(EmbeddedMedia(address: "sound.ogg") == .audio)
        #expect(EmbeddedMedia(address: "/mp4") == .picture)
        #expect(EmbeddedMedia(address: "/a.mp4", kind: .image) == .picture)
        #expect(EmbeddedMedia(address: "/a", kind: .video) == .video)
        #expect(
            EmbeddedMedia(address: "https://vimeo.com/1/ab")
                == .frame(address: "https://player.vimeo.com/video/1?h=ab", site: .vimeo))
    }
}
