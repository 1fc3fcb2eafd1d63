import BlobStorage
import Foundation
import Library
import Operations
import Platform
import Testing

@Suite("Delivering")
struct DeliveryTests {
    private func read(_ delivery: Delivery) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        let stream = try await delivery.stream(0..<delivery.byteSize)
        while true {
            let count = try await stream.read(into: buffer)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    @Test("a public file is its bytes, type, checksum and name")
    func original() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(5000), as: "note.txt")
        let delivery = try await test.library.deliverFile(asset.storage!.key)
        #expect(try await read(delivery) == Samples.text(5000))
        #expect(delivery.mimeType == "text/plain" && delivery.fileName == "note.txt")
        #expect(delivery.checksum.count == 64)
        #expect(delivery.modifiedAt == asset.createdAt)
    }

    @Test(
        "what is no key of this library, or not published, is not found",
        arguments: [
            "", "x", "../test.db", "organizations/../x", "/etc/passwd",
            "organizations/01890a5d-ac96-774b-bcce-b302099a8057/media/x.jpg",
            "a\u{0}b", ".staging/x", String(repeating: "a/", count: 4000),
        ])
    func unknown(_ key: String) async throws {
        let test = try await TestLibrary()
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) }
    }

    @Test("bytes in the store that no row owns are not delivered")
    func unowned() async throws {
        let test = try await TestLibrary()
        let key = "organizations/\(test.organization.id)/media/x.txt"
        try await test.blobs.put([1], as: BlobKey(key))
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) }
    }

    @Test("a file that is missing, or not of its size, is the server's error", arguments: [false, true])
    func damaged(_ isThere: Bool) async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        let key = try BlobKey(asset.storage!.key)
        try await test.blobs.delete(key)
        if isThere { try await test.blobs.put([1], as: key) }
        await #expect(throws: ServiceError.fileMissing()) { try await test.library.deliverFile(asset.storage!.key) }
    }

    @Test("a popular file is opened once a second, and its descriptor is given back after that")
    func cache() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.upload(Samples.text(50))
        let other = try await test.upload(Samples.text(60))
        let opens = Locked(0)
        test.blobs.before(.open) { _ in opens.withLock { $0 += 1 } }
        let key = asset.storage!.key
        #expect(test.library.recentDelivery(of: key) == nil)
        weak var descriptor: FileDescriptor?
        for _ in 0..<5 { descriptor = try await test.library.deliverFile(key).localFile }
        #expect(opens.withLock { $0 } == 1)
        #expect(test.library.recentDelivery(of: key) != nil)
        test.clock.advance(bySeconds: 1)
        #expect(test.library.recentDelivery(of: key) == nil)
        _ = try await test.library.deliverFile(other.storage!.key)
        #expect(descriptor == nil, "a file that is delivered no more must not stay open")
    }

    @Test("what this process changes is seen by the next request: private, renamed, deleted")
    func changes() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        let keys =
            [asset.storage!.key]
            + RenditionName.allCases.map { StorageKey.rendition(test.organization.id, asset.id, version: 1, $0) }
        func deliverAll() async throws -> [String] {
            var names: [String] = []
            for key in keys { names.append(try await test.library.deliverFile(key).fileName) }
            return names
        }
        #expect(try await deliverAll() == Array(repeating: "picture.png", count: 3))
        var edit = AssetEdit()
        edit.displayName = "new.png"
        _ = try await test.library.editAsset(asset.id, edit, by: test.system)
        #expect(try await deliverAll() == Array(repeating: "new.png", count: 3))
        edit.visibility = .private
        _ = try await test.library.editAsset(asset.id, edit, by: test.system)
        for key in keys { await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) } }
        edit.visibility = .public
        _ = try await test.library.editAsset(asset.id, edit, by: test.system)
        #expect(try await deliverAll().count == 3)
        try await test.library.deleteAsset(asset.id, by: test.system)
        for key in keys { await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) } }
    }

    @Test("a delete takes a file out of delivery with its first step, even when nothing after that works")
    func deletedAndStuck() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        _ = try await test.library.deliverFile(asset.storage!.key)
        test.database.failNextRead(skipping: 0)
        await #expect(throws: (any Error).self) { try await test.library.deleteForGood(asset.id, by: test.system) }
        #expect(try await test.row(asset.id)?.status == .deleting)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(asset.storage!.key) }
    }

    @Test("a delivery that read before a change is not kept after it")
    func staleKeep() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let asset = try await test.upload(Samples.text(50))
        let key = asset.storage!.key
        test.blobs.before(.open) { _ in
            var edit = AssetEdit()
            edit.visibility = .private
            do { _ = try await test.library.editAsset(asset.id, edit, by: test.system) } catch { Issue.record(error) }
        }
        _ = try await test.library.deliverFile(key)
        #expect(test.library.recentDelivery(of: key) == nil)
    }

    @Test("what another process deletes is gone here within a second")
    func otherProcess() async throws {
        let test = try await TestLibrary()
        let other = try await TestLibrary(beside: test)
        let asset = try await test.upload(Samples.text(50))
        _ = try await test.library.deliverFile(asset.storage!.key)
        try await other.library.deleteAsset(asset.id, by: test.system)
        test.clock.advance(bySeconds: 1)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(asset.storage!.key) }
    }
}
