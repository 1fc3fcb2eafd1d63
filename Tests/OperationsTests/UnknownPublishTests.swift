import BlobStorage
import Library
import Operations
import Platform
import Testing

@Suite("A publish whose outcome is not known")
struct UnknownPublishTests {
    private func upload(to test: TestLibrary) async throws -> Asset {
        try await test.upload(Samples.text(5000))
    }

    @Test("keeps its promise, so that the bytes it may have made are somebody's until the sweep")
    func promiseKept() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        test.blobs.after(.publish) { _ throws(BlobError) in throw .unavailable("the answer did not come") }
        await #expect(throws: ServiceError.storageUnavailable()) { try await upload(to: test) }
        test.blobs.heal()
        #expect(try await test.blobKeys().count == 1)
        #expect(try await test.intents().map(\.reservedBytes) == [5000])
        #expect(try await test.state().reservedBytes == 5000)
        try await test.expectSound()
        let report = try await test.library.sweep(graceSeconds: 0)
        #expect(report.intents == 1 && report.blobs == 1)
        try await test.expectNothing()
    }

    @Test("is not made by a client that hangs up: the publish is finished and undone")
    func cancelledCaller() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let (begun, cancelled) = (Gate(), Gate())
        let wasCancelled = Locked<Bool?>(nil)
        test.blobs.before(.publish) { _ in
            begun.open()
            await cancelled.passed()
            let now = Task.isCancelled
            wasCancelled.withLock { $0 = now }
        }
        let uploading = Task { try await upload(to: test) }
        await begun.passed()
        uploading.cancel()
        cancelled.open()
        _ = await uploading.result
        #expect(wasCancelled.withLock(\.self) == false, "the store's calls must not be cut off half-way")
        test.blobs.heal()
        for asset in try await test.library.listAssets(AssetQuery(), by: test.system).assets {
            try await test.library.deleteForGood(asset.id, by: test.system)
        }
        try await test.expectNothing()
    }
}
