import Testing

@testable import BlobStorage

@Suite("Supabase blob store and texts")
struct SupabaseTextTests {
    @Test(
        "a moment is read to the second, with or without its fraction, from any offset",
        arguments: [
            "2026-01-31T12:00:00.123Z", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.123456+00:00", "2026-01-31T13:00:00+01:00",
            "2026-01-31T12:00:00.999Z",
        ])
    func moments(text: String) {
        #expect(secondsSince1970(text) == 1_769_860_800)
    }

    @Test("what is no moment is none", arguments: ["", "yesterday", "2026-13-31T12:00:00Z"])
    func noMoments(text: String) {
        #expect(secondsSince1970(text) == nil)
    }

    @Test(
        "the file name of an attachment is its extended one before the plain",
        arguments: [
            ("attachment", ""), ("attachment; filename=\"a b.svg\"", "a b.svg"), ("Attachment; filename=a.svg", "a.svg"),
            ("attachment; filename=\"Zoe.svg\"; filename*=UTF-8''Zo%C3%AB.svg", "Zoë.svg"),
            ("attachment; filename*=UTF-8''%ZZ; filename=\"plain.svg\"", "plain.svg"),
        ])
    func attachments(disposition: String, name: String) {
        #expect(Attachment(disposition)?.name == name)
    }

    @Test("what is shown has no name to save under", arguments: ["inline", "inline; filename=\"a.jpg\"", ""])
    func inline(disposition: String) {
        #expect(Attachment(disposition) == nil)
    }

    @Test("text survives its encoding", arguments: ["plain", "a b&c=d/e?f#g", "Zoë 100% +1", ""])
    func encoding(text: String) {
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)) == text)
        #expect(PercentEncoding.encode(text).utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "&") })
    }
}
