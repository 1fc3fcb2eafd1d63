import Library
import Operations
import Testing

/// What becomes of an upload whose bytes are in the library already (M21).
@Suite("Duplicates")
struct DuplicateTests {
    private func upload(
        _ test: TestLibrary, _ bytes: [UInt8], _ choice: OnDuplicate, as name: String = "b.txt"
    ) async throws -> UploadOutcome {
        var details = UploadDetails(fileName: name, declaredByteSize: Int64(bytes.count))
        details.onDuplicate = choice
        details.title = "Another"
        return try await test.library.upload(BytesSource(bytes), details, by: test.system)
    }

    @Test("a copy is a second asset that knows the oldest, reuse is the oldest itself, and an error names it")
    func choices() async throws {
        let test = try await TestLibrary()
        let first = try await test.upload(Samples.text(500))
        test.clock.advance(bySeconds: 1)
        let copy = try await upload(test, Samples.text(500), .copy)
        #expect(copy.isNew && copy.asset.id != first.id && copy.duplicateOf == first.id)
        let before = (try await test.state().usedBytes, try await test.blobKeys())
        #expect(before.0 == 1000)

        let reused = try await upload(test, Samples.text(500), .reuse)
        #expect(!reused.isNew && reused.duplicateOf == first.id)
        #expect(String(reflecting: reused.asset) == String(reflecting: first))
        await #expect(throws: AssetError.duplicate(of: first.id)) { try await upload(test, Samples.text(500), .error) }
        #expect(try await test.state().usedBytes == before.0)
        #expect(try await test.state().reservedBytes == 0)
        #expect(try await test.blobKeys() == before.1)
        #expect(try await test.intents().isEmpty && test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test(
        "what is in Trash or in another organization is no duplicate; what is in the archive is",
        arguments: [OnDuplicate.reuse, .error])
    func whichCount(_ choice: OnDuplicate) async throws {
        let test = try await TestLibrary()
        let caller = Caller(user: nil, organization: test.neighbour, role: nil, door: .commandLine)
        _ = try await test.library.uploadAsset(BytesSource(Samples.text(50)), UploadDetails(fileName: "a"), by: caller)
        let trashed = try await test.upload(Samples.text(50))
        try await test.library.deleteAsset(trashed.id, by: test.system)
        let outcome = try await upload(test, Samples.text(50), choice)
        #expect(outcome.isNew && outcome.duplicateOf == nil)
        _ = try await test.library.archiveAsset(outcome.asset.id, by: test.system)
        let code = await #expect(throws: AssetError.self) { try await upload(test, Samples.text(50), .error) }
        #expect(code == .duplicate(of: outcome.asset.id))
    }

    @Test("the same file again is the same asset where its name is taken and rules refuse that")
    func reuseBeforePath() async throws {
        let test = try await TestLibrary(profile: .docs, rules: [.acceptedTypes: "all"])
        let first = try await upload(test, Samples.text(50), .reuse)
        #expect(first.isNew)
        let second = try await upload(test, Samples.text(50), .reuse)
        #expect(!second.isNew && second.asset.id == first.asset.id)
    }

    @Test("of uploads of the same bytes at once that want no copy, one makes the asset and the others get it")
    func reuseAtOnce() async throws {
        let test = try await TestLibrary()
        let processes = [test, try await TestLibrary(beside: test)]
        let outcomes = try await withThrowingTaskGroup(of: UploadOutcome.self) { group in
            for number in 0..<16 {
                group.addTask { try await upload(processes[number % 2], Samples.text(5000), .reuse) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter(\.isNew).count == 1)
        #expect(Set(outcomes.map(\.asset.id)).count == 1)
        #expect(try await test.state().usedBytes == 5000)
        #expect(try await test.state().reservedBytes == 0)
        #expect(try await test.blobKeys().count == 1)
        #expect(try await test.intents().isEmpty && test.stagedFiles() == [])
        try await test.expectSound()
    }
}
