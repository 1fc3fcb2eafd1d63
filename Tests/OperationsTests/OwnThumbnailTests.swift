import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("A thumbnail an editor chose")
struct OwnThumbnailTests {
    private func set(_ test: TestLibrary, _ asset: Asset, ifMatch entityTag: String? = nil) async throws -> Asset {
        try await test.library.setThumbnail(
            of: asset.id, BytesSource(try await Samples.picture.value), ifMatch: entityTag, by: test.caller())
    }

    private func keys(_ test: TestLibrary, _ asset: Asset) async throws -> [String] {
        try await test.renditions(of: asset).map(\.key).sorted()
    }

    @Test("stands for a file that has no picture of its own, and costs no quota")
    func ofText() async throws {
        let test = try await TestLibrary()
        let text = try await test.upload(Samples.text(50))
        let used = try await test.library.storageSummary(by: test.caller()).internalBytes
        let asset = try await set(test, text)
        #expect(asset.hasOwnThumbnail && asset.thumbnail.status == .ready && asset.picture.placeholder != nil)
        #expect(asset.entityTag != text.entityTag)
        let path = try #require(test.library.path(of: asset, .thumbnail))
        #expect(try await test.library.deliverFile(String(path.dropFirst("/files/".count))).mimeType == "image/webp")
        #expect(try await test.library.storageSummary(by: test.caller()).internalBytes == used)
        try await test.expectSound()
    }

    @Test("takes the place of the one made from the file, whose pictures are removed and whose addresses lead to the new one")
    func inPlace() async throws {
        let test = try await TestLibrary()
        let picture = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        let former = try await keys(test, picture)
        _ = try await set(test, picture)
        let present = try await keys(test, picture)
        #expect(Set(former).isDisjoint(with: present) && present.count == 2)
        for key in former { _ = try await test.library.deliverFile(key) }
        try await test.library.removeRetiredBlobs(of: picture.id, in: test.organization.id)
        #expect(Set(try await test.blobKeys()) == Set(present + [picture.storage!.key]))
        for key in former { _ = try await test.library.deliverFile(key) }
        try await test.expectSound()
    }

    @Test("is chosen again under another key, so that nobody is shown the one before")
    func again() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        _ = try await set(test, asset)
        let first = try await keys(test, asset)
        _ = try await set(test, asset)
        #expect(Set(first).isDisjoint(with: try await keys(test, asset)))
        try await test.library.removeRetiredBlobs(of: asset.id, in: test.organization.id)
        try await test.expectSound()
    }

    @Test("is not overwritten by a job that was making the one from the file")
    func lateJob() async throws {
        let test = try await TestLibrary()
        let picture = try await test.uploadPicture()
        let job = try await test.claim()
        let chosen = try await set(test, picture)
        try await test.library.renderThumbnail(job)
        let row = try #require(try await test.row(picture.id))
        #expect(row.thumbnailMark == chosen.thumbnailMark && row.hasOwnThumbnail)
        #expect(try await keys(test, picture).allSatisfy { $0.contains(chosen.thumbnailMark) })
        try await test.library.removeRetiredBlobs(of: picture.id, in: test.organization.id)
        try await test.expectSound()
    }

    @Test("is taken back: the one from the file is made again, under a key nobody has seen")
    func reset() async throws {
        let test = try await TestLibrary()
        let picture = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        let first = try await keys(test, picture)
        _ = try await set(test, picture)
        let reset = try await test.library.resetThumbnail(of: picture.id, by: test.caller())
        #expect(!reset.hasOwnThumbnail && reset.thumbnail.status == .pending)
        #expect(try await keys(test, picture) == [])
        var job = try await test.claim()
        if job.kind != .renderThumbnail { job = try await test.claim() }
        try await test.library.renderThumbnail(job)
        #expect(try await test.row(picture.id)?.thumbnail.status == .ready)
        #expect(Set(first).isDisjoint(with: try await keys(test, picture)))
        let same = try await test.library.resetThumbnail(of: picture.id, by: test.caller())
        #expect(same.thumbnail.status == .ready, "there is nothing to take back, and nothing to do")
        try await test.library.removeRetiredBlobs(of: picture.id, in: test.organization.id)
        try await test.expectSound()
    }

    @Test("of a file without a picture leaves none behind when it is taken back")
    func resetText() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        _ = try await set(test, asset)
        #expect(try await test.library.resetThumbnail(of: asset.id, by: test.caller()).thumbnail.status == .none)
    }

    @Test("goes when the asset gets another file")
    func replaced() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        _ = try await set(test, asset)
        let replaced = try await test.library.replaceAsset(
            asset.id, with: BytesSource(Samples.text(60)), UploadDetails(fileName: "new.txt"), by: test.caller())
        #expect(!replaced.hasOwnThumbnail && replaced.thumbnail.status == .none)
        #expect(try await keys(test, asset) == [])
        try await test.expectSound()
    }

    @Test("is refused with its reason, and the former stays", arguments: ["text", "cut", "empty", "large"])
    func refused(_ what: String) async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        let former = try await set(test, asset)
        let picture = try await Samples.picture.value
        let bytes: [UInt8] =
            switch what {
            case "text": Samples.text(50)
            case "cut": Array(picture.prefix(picture.count - 40))
            case "empty": []
            default: [UInt8](repeating: 0, count: Int(ThumbnailError.maximumBytes) + 1)
            }
        let error = await #expect(throws: ThumbnailError.self) {
            try await test.library.setThumbnail(of: asset.id, BytesSource(bytes), by: test.caller())
        }
        let codes = ["text": "type_refused", "cut": "unreadable_picture", "empty": "empty_file", "large": "file_too_large"]
        #expect(error?.code == codes[what])
        #expect(try await test.row(asset.id)?.thumbnailMark == former.thumbnailMark)
        try await test.expectSound()
    }

    @Test("is not set over somebody else's change, and what was made for it goes")
    func conflict() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        _ = try await set(test, asset)
        await #expect(throws: AssetError.changedMeanwhile) { try await set(test, asset, ifMatch: asset.entityTag) }
        try await test.library.removeRetiredBlobs(of: asset.id, in: test.organization.id)
        try await test.expectSound()
    }

    @Test("is for those who edit, and for their own organization's assets")
    func access() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        await #expect(throws: AccessError.self) {
            try await test.library.setThumbnail(of: asset.id, BytesSource([1]), by: test.caller(.member))
        }
        await #expect(throws: AssetError.notFound) {
            try await test.library.setThumbnail(of: asset.id, BytesSource([1]), by: test.caller(neighbour: true))
        }
        await #expect(throws: AssetError.notFound) {
            try await test.library.resetThumbnail(of: asset.id, by: test.caller(neighbour: true))
        }
    }
}
