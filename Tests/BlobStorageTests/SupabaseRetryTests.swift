import BlobStorage
import Foundation
import Platform
import Testing

@Suite("Supabase blob store and second attempts, scripted")
struct SupabaseRetryTests {
    private let key: BlobKey

    init() throws { key = try BlobKey("organizations/o1/media/a1.jpg") }

    @Test("what fails in passing is asked again", arguments: [429, 500, 502, 503, 504, 544], ErrorStyle.allCases)
    func passing(status: Int, style: ErrorStyle) async throws {
        let service = try ScriptedSupabase(attempts: 3) { _, count in
            count < 3 ? style.reply(status, code: "Passing", error: "Passing", message: "") : .answer(200)
        }
        try await service.store.check()
        #expect(service.requests.count == 3)
    }

    @Test("what fails for good is asked once", arguments: [400, 403, 413, 501, 507])
    func lasting(status: Int) async throws {
        let service = try ScriptedSupabase(attempts: 3) { _, _ in .answer(status) }
        await #expect(throws: BlobError.self) { try await service.store.check() }
        #expect(service.requests.count == 1)
    }

    @Test("attempts end")
    func bounded() async throws {
        let service = try ScriptedSupabase(attempts: 3) { _, _ in .answer(503) }
        await #expect(throws: BlobError.self) { try await service.store.check() }
        #expect(service.requests.count == 3)
    }

    @Test("a server that asks for more patience than there is gets no second request")
    func impatience() async throws {
        let service = try ScriptedSupabase(attempts: 3) { _, _ in .answer(429, headers: ["Retry-After: 600"]) }
        await #expect(throws: BlobError.unavailable("Supabase: too many requests")) { try await service.store.check() }
        #expect(service.requests.count == 1)
    }

    @Test("a second attempt sends the whole body again")
    func wholeBody() async throws {
        let service = try ScriptedSupabase(attempts: 2) { _, count in count == 1 ? .answer(503) : .answer(200) }
        try await service.store.put([UInt8](repeating: 65, count: 100_000), as: key)
        #expect(service.requests.map { $0.field("Content-Length") } == ["100000", "100000"])
        #expect(service.requests.allSatisfy { $0.field("x-upsert") == "false" })
    }

    enum Owner: CaseIterable { case us, another, nobodyKnows }

    @Test("a blob in the way after a lost answer is ours or not by its mark", arguments: Owner.allCases)
    func lostAnswer(owner: Owner) async throws {
        let service = try ScriptedSupabase(attempts: 2) { request, count in
            guard request.isUpload else { return .answer(200, #"{"metadata":null}"#) }
            return count == 1 ? .silence : ErrorStyle.wrapped.duplicate
        }
        let marked = try ScriptedSupabase(attempts: 2) { request, count in
            if request.isUpload { return count == 1 ? .silence : ErrorStyle.wrapped.duplicate }
            return .answer(200, #"{"metadata":{"vitrine":"another"}}"#)
        }
        switch owner {
        case .us: try await expectOurs()
        case .another: await #expect(throws: BlobError.alreadyExists) { try await marked.store.put([1], as: key) }
        case .nobodyKnows:
            let error = await #expect(throws: BlobError.self) { try await service.store.put([1], as: key) }
            #expect(error?.description.contains("an answer was lost") == true)
        }
    }

    private func expectOurs() async throws {
        let mark = Locked("null")
        let service = try ScriptedSupabase(attempts: 2) { request, count in
            guard request.isUpload else { return .answer(200, #"{"metadata":\#(mark.withLock(\.self))}"#) }
            if let text = request.field("x-metadata").flatMap({ Data(base64Encoded: $0) }) {
                mark.withLock { $0 = String(decoding: text, as: UTF8.self) }
            }
            return count == 1 ? .silence : ErrorStyle.plain.duplicate
        }
        try await service.store.put([1], as: key)
        #expect(mark.withLock(\.self).contains("vitrine"))
    }
}
