import BlobStorage
import Cryptography
import Database
import Library
import Operations
import Testing

@Suite("Uploading")
struct UploadTests {
    @Test("an upload is a row, a blob, an audit entry and a change, and its bytes count")
    func upload() async throws {
        let test = try await TestLibrary()
        let caller = try await test.member(.manager)
        let bytes = Samples.text(700_000)
        var details = UploadDetails(fileName: "C:\\notes\\Cafe\u{301}.txt", declaredByteSize: 700_000)
        details.title = " Notes "
        details.altText = "alt"
        let asset = try await test.library.uploadAsset(BytesSource(bytes), details, by: caller)

        #expect(asset.kind == .document && asset.mimeType == "text/plain" && asset.byteSize == 700_000)
        #expect(asset.checksum == SHA256.hash(bytes))
        #expect(asset.originalName == "Caf\u{e9}.txt" && asset.metadata.displayName == "Caf\u{e9}.txt")
        #expect(asset.metadata.title == "Notes" && asset.metadata.altText == "alt")
        #expect(asset.createdBy == caller.user?.id)
        #expect(asset.storage?.key == "organizations/\(test.organization.id)/media/\(asset.id).txt")
        #expect(asset.storage?.publicURL == "/files/" + asset.storage!.key)
        #expect(asset.thumbnail == ThumbnailState(status: .none))
        #expect(String(reflecting: try await test.row(asset.id)) == String(reflecting: Optional(asset)))
        #expect(try await test.state().usedBytes == 700_000)
        #expect(try await test.state().reservedBytes == 0)
        #expect(try await test.blobKeys() == [asset.storage!.key])
        #expect(try await test.intents().isEmpty)
        let entries: Int? = try await test.library.database.read {
            try await $0.value(
                "SELECT COUNT(*) FROM audit_entry JOIN change_entry ON asset_id = subject_id WHERE action = 'asset.upload'")
        }
        #expect(entries == 1)
        try await test.expectSound()
    }

    @Test("a picture's header is read at once and its thumbnail is queued")
    func picture() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        #expect(asset.kind == .image && asset.mimeType == "image/png")
        #expect(asset.picture.width == 90 && asset.picture.height == 60 && asset.picture.aspectRatio == "3:2")
        #expect(asset.thumbnail.status == .pending)
        #expect(try await test.jobDepth() == [1, 0])
    }

    @Test("a picture nothing can decode is kept, with the reason, and no job")
    func brokenPicture() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(
            Array("\u{89}PNG".unicodeScalars.map { UInt8($0.value) }) + [13, 10, 26, 10] + [UInt8](repeating: 0, count: 99))
        #expect(asset.kind == .image)
        #expect(asset.thumbnail.status == .failed)
        #expect(asset.thumbnail.error?.isEmpty == false)
        #expect(try await test.jobDepth() == [0, 0])
    }

    @Test("the type comes from the bytes, whatever the name says")
    func typeFromBytes() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("<!DOCTYPE html><html><script>alert(1)</script></html>".utf8), as: "photo.jpg")
        #expect(asset.mimeType == "text/html")
        #expect(asset.storage?.key.hasSuffix(".jpg") == false)
    }

    @Test("a type the policy refuses is refused with what is accepted, and leaves nothing")
    func refusedType() async throws {
        let test = try await TestLibrary(profile: .site)
        let error = await #expect(throws: AssetError.self) { try await test.upload(Samples.text(50), as: "photo.png") }
        guard case .typeRefused(let mimeType, let accepted) = error else { throw Mishap() }
        #expect(mimeType == "text/plain")
        #expect(accepted == "image/jpeg, image/png, image/gif, image/webp")
        try await test.expectNothing()
    }

    @Test("an empty file is refused")
    func emptyFile() async throws {
        let test = try await TestLibrary()
        await #expect(throws: AssetError.emptyFile) { try await test.upload([]) }
        try await test.expectNothing()
    }

    @Test("who may not upload is told the rule before a byte is read")
    func notAllowed() async throws {
        let test = try await TestLibrary()
        let source = SteppedSource([[1]]) { _ in Issue.record("the source was read") }
        await #expect(throws: AccessError.roleTooLow(.upload, least: .manager)) {
            try await test.library.uploadAsset(source, UploadDetails(fileName: "a"), by: test.caller(.member))
        }
    }

    @Test("a file that says it is too large is refused before a byte is read")
    func declaredTooLarge() async throws {
        let test = try await TestLibrary(fileLimit: 1000)
        let source = SteppedSource([[1]]) { _ in Issue.record("the source was read") }
        await #expect(throws: AssetError.fileTooLarge(limit: 1000)) {
            try await test.library.uploadAsset(source, UploadDetails(fileName: "a", declaredByteSize: 100_000), by: test.system)
        }
    }

    @Test(
        "a file that turns out too large is refused and leaves nothing, whatever was declared",
        arguments: [nil, 10, 1000] as [Int64?])
    func tooLarge(_ declared: Int64?) async throws {
        let test = try await TestLibrary(fileLimit: 400_000)
        let source = SteppedSource(Array(repeating: Samples.text(100_000), count: 5))
        await #expect(throws: AssetError.fileTooLarge(limit: 400_000)) {
            try await test.library.uploadAsset(source, UploadDetails(fileName: "a", declaredByteSize: declared), by: test.system)
        }
        try await test.expectNothing()
    }

    @Test("a file as large as the limit is taken", arguments: [nil, 400_000] as [Int64?])
    func exactlyTheLimit(_ declared: Int64?) async throws {
        let test = try await TestLibrary(storageLimit: 400_000, fileLimit: 400_000)
        let source = SteppedSource(Array(repeating: Samples.text(100_000), count: 4))
        let details = UploadDetails(fileName: "a", declaredByteSize: declared)
        #expect(try await test.library.uploadAsset(source, details, by: test.system).byteSize == 400_000)
        #expect(try await test.state().usedBytes == 400_000)
        try await test.expectSound()
    }

    @Test("a file that fits is taken although other fields of its form made it look larger")
    func slack() async throws {
        let test = try await TestLibrary(storageLimit: 50_000, fileLimit: 50_000)
        let details = UploadDetails(fileName: "a", declaredByteSize: 50_000 + 60_000)
        #expect(
            try await test.library.uploadAsset(BytesSource(Samples.text(50_000)), details, by: test.system).byteSize == 50_000)
        #expect(try await test.state().usedBytes == 50_000)
        #expect(try await test.state().reservedBytes == 0)
    }

    @Test("metadata that comes after the file and is wrong refuses the upload, with every problem")
    func badFields() async throws {
        let test = try await TestLibrary()
        let source = SteppedSource(
            [Samples.text(40)],
            completing: { details in
                details.label = String(repeating: "x", count: 256)
                details.title = "a\u{202e}b"
            })
        let error = await #expect(throws: AssetError.self) {
            try await test.library.uploadAsset(source, UploadDetails(fileName: "a"), by: test.system)
        }
        #expect(error?.fields.map(\.field) == ["title", "label"])
        try await test.expectNothing()
    }

    @Test("an upload stays alive as long as bytes arrive, however slowly")
    func slowUpload() async throws {
        let test = try await TestLibrary()
        let source = SteppedSource(Array(repeating: Samples.text(1000), count: 300)) { number in
            guard number > 262 else { return }  // the head has arrived, and with it the intent
            // Every piece takes 50 s: too long for the lease if it is renewed only when a buffer is full.
            test.clock.advance(bySeconds: 50)
            try await test.change("UPDATE publish_intent SET lease_expires_at = lease_expires_at - 50000000")
            if number == 299 { #expect(try await test.library.sweep(graceSeconds: 7200).intents == 0) }
        }
        let asset = try await test.library.uploadAsset(source, UploadDetails(fileName: "a"), by: test.system)
        #expect(asset.byteSize == 300_000)
    }
}
