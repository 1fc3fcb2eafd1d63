import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Detached assets")
struct DetachedAssetTests {
    @Test("superadmins alone see them, in pages, newest first")
    func list() async throws {
        let test = try await TestLibrary()
        for number in 0..<5 {
            _ = try await test.upload(Samples.text(10), as: "\(number).txt")
            test.clock.advance(bySeconds: 1)
        }
        try await test.deleteOrganization()
        _ = try await test.library.uploadAsset(
            BytesSource(Samples.text(10)), UploadDetails(fileName: "neighbour.txt"),
            by: Caller(user: nil, organization: test.neighbour, role: nil, door: .commandLine))
        var names: [[String]] = []
        var cursor: DetachedAssetCursor?
        repeat {
            let page = try await test.library.detachedAssets(after: cursor, limit: 2, by: TestLibrary.superadmin)
            #expect(page.total == 5)
            names.append(page.items.map(\.asset.metadata.displayName))
            cursor = page.next
        } while cursor != nil
        #expect(names == [["4.txt", "3.txt"], ["2.txt", "1.txt"], ["0.txt"]])
        let owner = ServerCaller(user: test.caller().user, door: .api)
        await #expect(throws: AccessError.superadminRequired()) { try await test.library.detachedAssets(by: owner) }
        await #expect(throws: AccessError.superadminRequired()) {
            try await test.library.deleteDetachedAsset(.make(at: test.clock.now), by: owner)
        }
    }

    @Test("one is deleted with its renditions, bytes first")
    func delete() async throws {
        let test = try await TestLibrary()
        let (asset, other) = (try await test.renderedPicture(), try await test.upload(Samples.text(10)))
        try await test.deleteOrganization()
        let key = try #require(asset.storage).key
        _ = try await test.library.deliverFile(key)
        try await test.library.deleteDetachedAsset(asset.id, by: TestLibrary.superadmin)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) }
        #expect(try await test.detached().map(\.asset.id) == [other.id])
        await #expect(throws: AssetError.notFound) {
            try await test.library.deleteDetachedAsset(asset.id, by: TestLibrary.superadmin)
        }
        try await test.expectDetached(blobs: 1)
    }

    @Test("bytes that cannot be removed keep the row, out of delivery, with the reason, for another try")
    func stuck() async throws {
        let test = try await TestLibrary()
        let asset = try await test.renderedPicture()
        try await test.deleteOrganization()
        test.blobs.fail(.delete, with: .io(Errno(rawValue: 1)))
        do {
            try await test.library.deleteDetachedAsset(asset.id, by: TestLibrary.superadmin)
            Issue.record("bytes that could not be removed were said to be gone")
        } catch AssetError.bytesNotRemoved {}
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(asset.storage!.key) }
        let waiting = try #require(try await test.detached().first).asset
        #expect(waiting.status == .deleting && waiting.deletionError?.contains("not permitted") == true)
        #expect(try await test.library.sweep(graceSeconds: 60).deletionsFinished == 0)
        test.blobs.heal()
        try await test.library.deleteDetachedAsset(asset.id, by: TestLibrary.superadmin)
        try await test.expectDetached(blobs: 0)
    }

    @Test("what belongs to an organization is not detached, whoever asks")
    func others() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        await #expect(throws: AssetError.notFound) {
            try await test.library.deleteDetachedAsset(asset.id, by: TestLibrary.superadmin)
        }
        #expect(try await test.names() == ["file.txt"])
    }
}
