import BlobStorage
import Testing

@Suite("Supabase blob store and broken reading, scripted")
struct SupabaseReadingTests {
    private let key: BlobKey
    private static let text = String(repeating: "0123456789", count: 100)
    private static let described = ["ETag: \"one\"", "Last-Modified: Sat, 31 Jan 2026 12:00:00 GMT"]

    init() throws { key = try BlobKey("organizations/o1/media/a1.jpg") }

    /// A blob of a thousand bytes, read by `answer`.
    private func service(
        attempts: Int = 2, _ answer: @escaping @Sendable (_ range: String, _ count: Int) -> ScriptedSupabase.Reply
    ) throws -> ScriptedSupabase {
        try ScriptedSupabase(attempts: attempts) { request, count in
            request.line.hasPrefix("HEAD")
                ? .answer(200, "", headers: Self.described + ["Content-Length: 1000"])
                : answer(request.field("Range") ?? "", count)
        }
    }

    private func read(_ service: ScriptedSupabase) async throws -> String {
        let blob = try await service.store.open(key)
        #expect(blob.byteSize == 1000 && blob.modifiedAt == 1_769_860_800)
        return String(decoding: try await blob.stream(0..<1000).contents(), as: UTF8.self)
    }

    @Test("a body that is cut every time is an error, never a short blob", arguments: [true, false])
    func cut(saysItsLength: Bool) async throws {
        let service = try service { range, _ in
            let start = Int(range.dropFirst("bytes=".count).prefix { $0 != "-" }) ?? 0
            let headers = Self.described + ["Content-Range: bytes \(start)-999/1000"]
            return .cut(206, headers: headers, body: "0", promised: saysItsLength ? 1000 - start : nil)
        }
        await #expect(throws: BlobError.self) { try await read(service) }
    }

    @Test("a body that is cut once is taken up again where it was")
    func resumed() async throws {
        let service = try service { range, _ in
            if range == "bytes=0-999" {
                let headers = Self.described + ["Content-Range: bytes 0-999/1000"]
                return .cut(206, headers: headers, body: String(Self.text.prefix(404)), promised: 1000)
            }
            #expect(range == "bytes=404-999")
            return .answer(206, String(Self.text.dropFirst(404)), headers: Self.described + ["Content-Range: bytes 404-999/1000"])
        }
        #expect(try await read(service) == Self.text)
    }

    @Test("other bytes that came under the key are not read")
    func replaced() async throws {
        let service = try service { _, _ in .answer(200, Self.text, headers: ["ETag: \"two\""]) }
        await #expect(throws: BlobError.notFound) { try await read(service) }
    }

    @Test("a tag that a proxy has weakened is the same tag")
    func weakened() async throws {
        let service = try service { _, _ in .answer(200, Self.text, headers: ["ETag: W/\"one\""]) }
        #expect(try await read(service) == Self.text)
    }

    @Test("another range than was asked for is refused")
    func otherRange() async throws {
        let service = try service { _, _ in
            .answer(206, String(Self.text.dropFirst(1)), headers: Self.described + ["Content-Range: bytes 1-999/1000"])
        }
        await #expect(throws: BlobError.self) { try await read(service) }
    }

    @Test("a server that does not know ranges is read from the beginning")
    func wholeInstead() async throws {
        let service = try service { _, _ in .answer(200, Self.text, headers: Self.described) }
        let part = try await service.store.open(key).stream(123..<130).contents()
        #expect(part == Array("3456789".utf8))
    }

    @Test("a refused HEAD that does not say why is asked as GET")
    func silentHead() async throws {
        let service = try ScriptedSupabase { request, _ in
            if request.line.hasPrefix("HEAD") { return .answer(400) }
            let range = request.field("Range") ?? ""
            let body = range == "bytes=0-0" ? "0" : Self.text
            return .answer(206, body, headers: Self.described + ["Content-Range: bytes 0-\(body.utf8.count - 1)/1000"])
        }
        #expect(try await read(service) == Self.text)
    }
}
