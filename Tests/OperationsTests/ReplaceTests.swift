import BlobStorage
import Cryptography
import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("Replacing")
struct ReplaceTests {
    @Test("new bytes keep id, address and words, and everything else of the old is gone")
    func replace() async throws {
        let test = try await TestLibrary()
        let caller = try await test.member(.manager)
        let old = try await test.upload(Samples.text(1000), as: "old.txt")
        var edit = AssetEdit()
        edit.title = .some("Notes")
        let edited = try await test.library.editAsset(old.id, edit, by: caller)
        let bytes = Samples.text(2500)
        let new = try await test.library.replaceAsset(
            old.id, with: BytesSource(bytes), UploadDetails(fileName: "C:\\x\\new.txt", declaredByteSize: 2500),
            ifMatch: edited.entityTag, by: caller)

        #expect(new.id == old.id && new.version == 2 && new.byteSize == 2500 && new.checksum == SHA256.hash(bytes))
        #expect(new.storage?.publicURL == old.storage?.publicURL)
        #expect(new.storage?.key == "organizations/\(test.organization.id)/media/\(old.id).v2.txt")
        #expect(new.originalName == "new.txt" && new.metadata.displayName == "old.txt" && new.metadata.title == "Notes")
        #expect(new.entityTag != edited.entityTag && new.createdAt == old.createdAt && new.bytesChangedAt == new.updatedAt)
        #expect(String(reflecting: try await test.row(old.id)) == String(reflecting: Optional(new)))
        #expect(try await test.state().usedBytes == 2500)
        #expect(try await test.blobKeys() == [new.storage!.key])
        #expect(try await test.retired(of: old.id).isEmpty)
        #expect(try await test.jobDepth() == [0, 0])
        try await test.expectSound()
    }

    @Test("the change is in the audit log, with what was and what is, and in the change feed")
    func history() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(1000), as: "old.txt")
        let new = try await test.replace(old.id, with: Array("{\"a\": [1, 2, 3]}".utf8), as: "new.json")
        #expect(new.mimeType == "application/json" && new.kind == .document)
        let (changes, announced) = try await test.library.database.read { transaction in
            (
                try await transaction.rows(
                    """
                    SELECT field, before_value, after_value FROM audit_change JOIN audit_entry ON number = entry
                    WHERE action = 'asset.replace' ORDER BY field
                    """
                ).map { "\(try $0.get("field", as: String.self)) \(try $0.get("before_value", as: String.self))" },
                try await transaction.value(
                    "SELECT COUNT(*) FROM change_entry WHERE asset_id = \(old.id) AND is_tombstone = \(false)", as: Int.self)
            )
        }
        #expect(
            changes == [
                "byteSize 1000", "checksum \(Hex.encode(SHA256.hash(Samples.text(1000))))", "mimeType text/plain",
                "originalName old.txt", "version 1",
            ])
        #expect(announced == 2)
    }

    @Test("a picture's thumbnail is made anew, and the old one is no more to be had")
    func picture() async throws {
        let test = try await TestLibrary()
        let old = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        let new = try await test.replace(old.id, with: try await test.otherPicture(), as: "other.png")
        #expect(new.thumbnail.status == .pending && new.picture.width == 90 && new.picture.placeholder == nil)
        #expect(try await test.blobKeys() == [new.storage!.key])
        #expect(try await test.jobDepth() == [1, 0])
        let oldThumbnail = StorageKey.rendition(test.organization.id, old.id, version: 1, .thumbnail)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(oldThumbnail) }
        try await test.library.renderThumbnail(try await test.claim())
        let thumbnail = StorageKey.rendition(test.organization.id, old.id, version: 2, .thumbnail)
        #expect(try await test.delivered(oldThumbnail) == test.contents(of: thumbnail))
        #expect(try await test.blobKeys().count == 3)
        try await test.expectSound()
    }

    @Test("a thumbnail of the old version that ends after the switch is not shown and leaves nothing", arguments: [false, true])
    func lateThumbnail(_ isPublished: Bool) async throws {
        let test = try await TestLibrary()
        defer { test.blobs.heal() }
        let old = try await test.uploadPicture()
        let job = try await test.claim()
        let (reached, proceed) = (Gate(), Gate())
        let wait: FaultyBlobStore.Hook = { key in
            guard key?.description.hasSuffix("card.jpg") == true else { return }
            reached.open()
            await proceed.passed()
        }
        if isPublished { test.blobs.after(.publish, wait) } else { test.blobs.before(.publish, wait) }
        let late = Task { try await test.library.renderThumbnail(job) }
        await reached.passed()
        let new = try await test.replace(old.id, with: try await test.otherPicture(), as: "other.png")
        proceed.open()
        _ = await late.result
        test.blobs.heal()
        #expect(try await test.row(old.id)?.thumbnail.status == .pending)
        #expect(try await test.blobKeys() == [new.storage!.key])
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.row(old.id)?.thumbnail.status == .ready)
        #expect(try await test.blobKeys().count == 3)
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("a file of another kind is refused, and told why, before it is stored")
    func otherKind() async throws {
        let test = try await TestLibrary()
        let old = try await test.uploadPicture()
        let error = await #expect(throws: AssetError.self) { try await test.replace(old.id, with: Samples.text(50)) }
        #expect(error?.code == "type_refused")
        #expect(error?.sentence.contains("text/plain") == true && error?.sentence.contains("image files") == true)
        #expect(try await test.row(old.id)?.version == 1)
        #expect(try await test.blobKeys() == [old.storage!.key])
        try await test.expectSound()
    }

    @Test("what an upload would refuse is refused here too")
    func refusals() async throws {
        let test = try await TestLibrary(fileLimit: 1000)
        let old = try await test.upload(Samples.text(500))
        await #expect(throws: AssetError.emptyFile) { try await test.replace(old.id, with: []) }
        for isDeclared in [true, false] {
            await #expect(throws: AssetError.fileTooLarge(limit: 1000)) {
                try await test.replace(old.id, with: Samples.text(1001), isDeclared: isDeclared)
            }
        }
        _ = try await test.library.changeOrganization("atelier", settings: [("acceptedTypes", "image")])
        let system = Caller(user: nil, organization: try await test.state(), role: nil, door: .commandLine)
        let error = await #expect(throws: AssetError.self) {
            try await test.library.replaceAsset(
                old.id, with: BytesSource(Samples.text(10)), UploadDetails(fileName: "a"), by: system)
        }
        #expect(error?.code == "type_refused")
        #expect(try await test.row(old.id)?.version == 1)
        #expect(try test.stagedFiles() == [])
        #expect(try await test.intents().isEmpty)
        try await test.expectSound()
    }

    @Test("who may not upload and edit is told the rule before a byte is read")
    func notAllowed() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(5))
        let source = SteppedSource([[1]]) { _ in Issue.record("the source was read") }
        await #expect(throws: AccessError.roleTooLow(.upload, least: .manager)) {
            try await test.library.replaceAsset(old.id, with: source, UploadDetails(fileName: "a"), by: test.caller(.member))
        }
        var caller = test.caller(.owner)
        caller = Caller(
            user: caller.user, organization: caller.organization, role: .owner, scopes: [.read], door: .api)
        await #expect(throws: AccessError.self) {
            try await test.library.replaceAsset(old.id, with: source, UploadDetails(fileName: "a"), by: caller)
        }
    }

    @Test("another organization's asset, one in Trash and one that is not there are not found alike; an archived one is replaced")
    func whereabouts() async throws {
        let test = try await TestLibrary()
        let source = SteppedSource([[1]]) { _ in Issue.record("the source was read") }
        let (trashed, archived) = (try await test.upload(Samples.text(5)), try await test.upload(Samples.text(5)))
        _ = try await test.library.deleteAsset(trashed.id, by: test.system)
        _ = try await test.library.archiveAsset(archived.id, by: test.system)
        let strange = test.caller(.owner, neighbour: true)
        for (id, caller) in [(archived.id, strange), (trashed.id, test.caller()), (.make(at: test.clock.now), test.caller())] {
            await #expect(throws: AssetError.notFound) {
                try await test.library.replaceAsset(id, with: source, UploadDetails(fileName: "a"), by: caller)
            }
        }
        let new = try await test.replace(archived.id, with: Samples.text(7))
        #expect(new.version == 2 && new.status == .archived)
        try await test.expectSound()
    }

    @Test("versions count on, and each leaves nothing behind")
    func manyTimes() async throws {
        let test = try await TestLibrary()
        let old = try await test.upload(Samples.text(10))
        for number in 2...5 {
            let new = try await test.replace(old.id, with: Samples.text(10 * number))
            #expect(new.version == number)
            #expect(try await test.blobKeys() == [new.storage!.key])
        }
        #expect(try await test.state().usedBytes == 50)
        try await test.library.deleteForGood(old.id, by: test.system)
        try await test.expectNothing()
    }
}
