import Library
import Operations
import Testing

/// The quota counts the current version of each asset, to the byte (docs/decisions/008-replace-and-quota.md).
@Suite("Replacing and the quota")
struct ReplaceQuotaTests {
    /// A library of 10,000 bytes with an asset of 6,000 in it and one of 4,000.
    private func full() async throws -> (TestLibrary, Asset) {
        let test = try await TestLibrary(storageLimit: 10_000)
        let asset = try await test.upload(Samples.text(6000))
        _ = try await test.upload(Samples.text(4000))
        return (test, asset)
    }

    @Test("in a full library a smaller file and one of the same size take the place", arguments: [1, 5999, 6000], [true, false])
    func fits(_ size: Int, _ isDeclared: Bool) async throws {
        let (test, asset) = try await full()
        let new = try await test.replace(asset.id, with: Samples.text(size).reversed(), isDeclared: isDeclared)
        #expect(new.byteSize == Int64(size))
        #expect(try await test.state().usedBytes == 4000 + Int64(size))
        #expect(try await test.state().reservedBytes == 0)
        try await test.expectSound()
    }

    @Test("one byte more is refused and changes nothing", arguments: [true, false])
    func oneByteMore(_ isDeclared: Bool) async throws {
        let (test, asset) = try await full()
        await #expect(throws: AssetError.quotaExceeded(limit: 10_000)) {
            try await test.replace(asset.id, with: Samples.text(6001), isDeclared: isDeclared)
        }
        #expect(try await test.row(asset.id)?.version == 1)
        #expect(try await test.state().usedBytes == 10_000)
        #expect(try await test.state().reservedBytes == 0)
        #expect(try test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test("a file grows into just what is free, however its size is learnt", arguments: [true, false], [600_000, 1_000_000])
    func grows(_ isDeclared: Bool, _ old: Int) async throws {
        let test = try await TestLibrary(storageLimit: 2_000_000)
        let asset = try await test.upload(Samples.text(old))
        _ = try await test.upload(Samples.text(1_000_000 - old + 1))
        let bytes = Samples.text(1_000_000 + old - 1)
        let source = SteppedSource(stride(from: 0, to: bytes.count, by: 100_000).map { Array(bytes[$0...].prefix(100_000)) }) {
            _ in
            let state = try await test.state()
            #expect(state.usedBytes + state.reservedBytes <= 2_000_000)
        }
        let details = UploadDetails(fileName: "a.txt", declaredByteSize: isDeclared ? Int64(bytes.count) : nil)
        _ = try await test.library.replaceAsset(asset.id, with: source, details, by: test.system)
        #expect(try await test.state().usedBytes == 2_000_000)
        await #expect(throws: AssetError.quotaExceeded(limit: 2_000_000)) { try await test.upload([65]) }
        try await test.expectSound()
    }

    @Test("a library over its limit takes what makes it smaller")
    func overLimit() async throws {
        let (test, asset) = try await full()
        let organization = try await test.library.changeOrganization("atelier", settings: [("maxStorageBytes", "5000")])
        let caller = Caller(user: nil, organization: organization, role: nil, door: .commandLine)
        let new = try await test.library.replaceAsset(
            asset.id, with: BytesSource(Samples.text(5500)), UploadDetails(fileName: "a"), by: caller)
        #expect(new.byteSize == 5500)
        #expect(try await test.state().usedBytes == 9500)
        await #expect(throws: AssetError.quotaExceeded(limit: 5000)) {
            try await test.library.replaceAsset(
                asset.id, with: BytesSource(Samples.text(5501)), UploadDetails(fileName: "a"), by: caller)
        }
    }

    @Test("of a replacement and an upload that both want the last bytes one gets them", arguments: 1...4)
    func lastBytes(_ round: Int) async throws {
        let test = try await TestLibrary(storageLimit: 10_000)
        let other = try await TestLibrary(beside: test)
        let asset = try await test.upload(Samples.text(6000))
        _ = try await test.upload(Samples.text(3000))
        async let replaced = succeeded { try await test.replace(asset.id, with: Samples.text(7000), isDeclared: round % 2 == 0) }
        async let uploaded = succeeded { try await other.upload(Samples.text(1000)) }
        let outcome = (try await replaced, try await uploaded)
        #expect(outcome.0 != outcome.1)
        #expect(try await test.state().usedBytes == 10_000)
        try await test.expectSound()
    }

    @Test("room that the old version gives up is not given out before the switch")
    func notBeforeTheSwitch() async throws {
        let (test, asset) = try await full()
        let source = SteppedSource([Samples.text(300), Samples.text(300)]) { _ in
            await #expect(throws: AssetError.quotaExceeded(limit: 10_000)) { try await test.upload([65]) }
        }
        _ = try await test.library.replaceAsset(asset.id, with: source, UploadDetails(fileName: "a.txt"), by: test.system)
        #expect(try await test.state().usedBytes == 4600)
        _ = try await test.upload(Samples.text(5400))
        try await test.expectSound()
    }

    private func succeeded(_ body: () async throws -> Asset) async throws -> Bool {
        do {
            _ = try await body()
            return true
        } catch AssetError.quotaExceeded {
            return false
        }
    }
}
