import BlobStorage
import Cryptography
import Library
import Operations
import Platform
import Testing

/// Every address an asset's bytes ever had answers with the current ones.
@Suite("Delivering what was replaced")
struct ReplacedDeliveryTests {
    private func key(_ asset: Asset, version: Int, in test: TestLibrary, _ fileExtension: String = "txt") -> String {
        StorageKey.original(test.organization.id, asset.id, version: version, fileExtension: fileExtension)
    }

    @Test("old keys deliver the new bytes with their own type, validator and date; keys to come are not found")
    func oldKeys() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(100), as: "note.txt")
        #expect(try await test.delivered(key(old, version: 1, in: test)) == Samples.text(100))
        test.clock.advance(bySeconds: 100)
        _ = try await test.replace(old.id, with: Samples.text(200))
        test.clock.advance(bySeconds: 100)
        let json = Array("{\"a\": [1, 2, 3]}".utf8)
        let new = try await test.replace(old.id, with: json)
        for version in 1...3 {
            let delivery = try await test.library.deliverFile(key(old, version: version, in: test, version == 3 ? "json" : "txt"))
            #expect(delivery.checksum == Hex.encode(SHA256.hash(json)) && delivery.mimeType == "application/json")
            #expect(delivery.fileName == "note.txt")
            #expect(delivery.modifiedAt == new.bytesChangedAt && delivery.modifiedAt.seconds >= old.createdAt.seconds + 200)
        }
        for version in [4, 5, 100] {
            await #expect(throws: AssetError.notFound) {
                try await test.library.deliverFile(key(old, version: version, in: test))
            }
        }
        var edit = AssetEdit()
        edit.title = .some("x")
        test.clock.advance(bySeconds: 100)
        _ = try await test.library.editAsset(old.id, edit, by: test.system)
        #expect(try await test.library.deliverFile(key(old, version: 1, in: test)).modifiedAt == new.bytesChangedAt)
    }

    @Test("who may not see the asset does not see it under an old key either")
    func visibility() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(100))
        _ = try await test.replace(old.id, with: Samples.text(200))
        let first = key(old, version: 1, in: test)
        #expect(try await test.delivered(first).count == 200)
        var edit = AssetEdit()
        edit.visibility = .private
        _ = try await test.library.editAsset(old.id, edit, by: test.system)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(first) }
        edit.visibility = .public
        _ = try await test.library.editAsset(old.id, edit, by: test.system)
        _ = try await test.library.archiveAsset(old.id, by: test.system)
        #expect(try await test.delivered(first).count == 200)
        _ = try await test.library.deleteAsset(old.id, by: test.system)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(first) }
        let foreign = first.replacing("\(test.organization.id)", with: "\(test.neighbour.id)")
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(foreign) }
    }

    @Test("what was just delivered under any of the keys is forgotten at the switch")
    func cache() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(100))
        for size in [200, 300] {
            let new = try await test.replace(old.id, with: Samples.text(size))
            for version in 1...new.version {
                #expect(try await test.library.deliverFile(key(old, version: version, in: test)).byteSize == Int64(size))
                #expect(test.library.recentDelivery(of: key(old, version: version, in: test))?.byteSize == Int64(size))
            }
        }
    }

    @Test("a file that is replaced between its look-up and its opening is delivered new")
    func betweenLookUpAndOpening() async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let other = try await TestLibrary(beside: test)
        let old = try await test.upload(Samples.text(100))
        let isFirst = Locked(true)
        test.blobs.before(.open) { _ throws(BlobError) in
            guard
                isFirst.withLock({ isFirst in
                    defer { isFirst = false }; return isFirst
                })
            else { return }
            do { _ = try await other.replace(old.id, with: Samples.text(200)) } catch { Issue.record(error) }
        }
        #expect(try await test.delivered(old.storage!.key).count == 200)
    }

    @Test("a delivery begun before the switch is sent to its end")
    func begun() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(100_000))
        let delivery = try await test.library.deliverFile(old.storage!.key)
        let stream = try await delivery.stream(0..<delivery.byteSize)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100_000, alignment: 16)
        defer { buffer.deallocate() }
        #expect(try await stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<1000])) == 1000)
        _ = try await test.replace(old.id, with: Samples.text(200))
        #expect(try await stream.read(into: buffer) == 99_000)
    }
}
