import Library
import Testing

@Suite("Ids")
struct IDTests {
    private let moment = Timestamp(microseconds: 1_778_322_120_123_456)

    @Test("an id carries version 7, the RFC's variant and the milliseconds of its moment")
    func layout() {
        for _ in 0..<200 {
            let id = AssetID.make(at: moment)
            #expect(id.rawValue >> 76 & 0xf == 7)
            #expect(id.rawValue >> 62 & 0b11 == 0b10)
            #expect(id.rawValue >> 80 == 1_778_322_120_123)
        }
    }

    @Test("ids of later moments sort after ids of earlier ones, as numbers and as text")
    func order() {
        let ids = (0..<200).map { AssetID.make(at: Timestamp(microseconds: $0 * 1_000_000_000)) }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0.rawValue < $1.rawValue && $0.description < $1.description })
    }

    @Test("each of the 74 bits that are not time differs between ids of one moment")
    func unguessable() {
        let first = AssetID.make(at: moment).rawValue
        let changed = (0..<200).reduce(UInt128(0)) { changed, _ in changed | (first ^ AssetID.make(at: moment).rawValue) }
        #expect(changed.nonzeroBitCount == 74)
        #expect(changed == UInt128(0xfff) << 64 | 0x3fff_ffff_ffff_ffff)
    }

    @Test("about half of those bits differ between two ids: nothing is counted up")
    func spread() {
        let ids = (0..<1000).map { _ in AssetID.make(at: moment).rawValue }
        let differing = zip(ids, ids.dropFirst()).map { ($0 ^ $1).nonzeroBitCount }
        #expect((35...39).contains(differing.reduce(0, +) / differing.count))
        #expect(differing.min()! > 10)
    }

    @Test("a moment before 1970 makes an id all the same")
    func beforeTheEpoch() { #expect(AssetID.make(at: Timestamp(microseconds: -5)).rawValue >> 80 == 0) }

    @Test("text and back is the same id, in either case")
    func text() throws {
        let id = AssetID.make(at: moment)
        #expect(id.description.utf8.count == 36)
        #expect(AssetID(id.description) == id)
        #expect(AssetID(id.description.uppercased()) == id)
        #expect(AssetID(rawValue: 0).description == "00000000-0000-0000-0000-000000000000")
        #expect(
            try #require(AssetID("01020304-0506-0708-090a-0b0c0d0e0f10")).rawValue == 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10)
    }

    @Test(
        "anything but the 36-character form is no id",
        arguments: [
            "", "-", "0102030405060708090a0b0c0d0e0f10", "01020304-0506-0708-090a-0b0c0d0e0f1",
            "01020304-0506-0708-090a-0b0c0d0e0f100",
            "01020304-0506-0708-090a-0b0c0d0e0f1g", "01020304-0506-0708-090a-0b0c0d0e0f1-",
            "0102030-40506-0708-090a-0b0c0d0e0f10",
            " 01020304-0506-0708-090a-0b0c0d0e0f1", "{1020304-0506-0708-090a-0b0c0d0e0f10",
            "01020304-0506-0708-090a-0b0c0d0e0f1é",
            "../../../../../../../../../etc/passwd", String(repeating: "0", count: 100_000),
        ])
    func malformed(_ text: String) { #expect(AssetID(text) == nil) }
}
