import BlobStorage
import Testing

@Suite("Blob keys")
struct BlobKeyTests {
    @Test(
        "server-made names are keys",
        arguments: [
            "organizations/0192f0c1-7e2b-7cc3-98c4-dc0c0c07398f/media/0192f0c1-aaaa-7cc3-98c4-dc0c0c07398f.jpg",
            "global/site-variables/logo.5d41402a.svg", "a", "A_b-c.d", "x..y", "a.",
        ])
    func valid(text: String) throws {
        #expect(try BlobKey(text).description == text)
    }

    @Test(
        "anything that could leave its folder or mean something to a shell, a URL or a header is refused",
        arguments: [
            "", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", ".staging/x", "a/.b", "a b",
            "a\u{7F}b", "a\nb", "a%2fb",
            "a\\b", "é",
            "a?b", "a#b", "a:b", "~a/b~", "\u{202E}gpj",
        ])
    func invalid(text: String) {
        #expect(throws: BlobError.invalidKey(text)) { try BlobKey(text) }
    }

    @Test("a key is at most 512 bytes, a segment 255")
    func lengths() throws {
        let segment = String(repeating: "a", count: 255)
        #expect(try BlobKey("\(segment)/\(segment)").description.count == 511)
        #expect(throws: BlobError.self) { try BlobKey(segment + "a") }
        #expect(throws: BlobError.self) { try BlobKey("\(segment)/\(segment)/a") }
    }

    @Test("keys sort by bytes")
    func order() throws {
        let sorted = try ["a-b", "a.jpg", "a/b", "a0", "aB", "ab"].map { text throws in
            try BlobKey(text)
        }
        #expect(sorted.reversed().sorted() == sorted)
    }
}
