import Library
import Testing

@Suite("Assets")
struct AssetTests {
    @Test(
        "an aspect ratio is reduced",
        arguments: [
            (4032, 3024, "4:3"), (1920, 1080, "16:9"), (500, 500, "1:1"), (3, 7, "3:7"), (1, 100_000, "1:100000"), (0, 5, nil),
            (5, 0, nil),
            (-4, 2, nil),
        ] as [(Int, Int, String?)])
    func aspectRatio(_ width: Int, _ height: Int, _ expected: String?) {
        #expect(PictureFacts(width: width, height: height).aspectRatio == expected)
        #expect(PictureFacts(width: width).aspectRatio == nil)
    }

    @Test(
        "the kind follows from the type (M8)",
        arguments: [
            ("image/png", AssetKind.image), ("image/svg+xml", .image), ("video/mp4", .video), ("audio/ogg", .audio),
            ("application/pdf", .pdf), ("application/zip", .archive), ("application/x-tar", .archive), ("text/plain", .document),
            ("text/html", .document), ("application/msword", .document), ("application/json", .document),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", .document),
            ("application/vnd.oasis.opendocument.text", .document), ("application/octet-stream", .other), ("", .other),
            ("imageish", .other),
        ])
    func kind(_ type: String, _ expected: AssetKind) { #expect(AssetKind(mimeType: type) == expected) }

    @Test("an edit changes the fields it names, clears those it empties and keeps the rest")
    func edit() throws {
        var asset = Asset.plain
        asset.metadata = AssetMetadata(displayName: "a.jpg", title: "Old", description: "Kept", altText: "Gone", label: nil)
        asset.folderID = .make(at: Timestamp(microseconds: 0))
        asset.logicalPath = "a.jpg"
        asset.tags = ["kept"]
        var edit = AssetEdit()
        edit.displayName = " b.jpg "
        edit.title = .some("Cafe\u{301}")
        edit.altText = .some(nil)
        edit.label = .some("")
        edit.folderID = .some(nil)
        var edited = asset
        edited.take(try edit.checked())
        #expect(
            edited.metadata
                == AssetMetadata(displayName: "b.jpg", title: "Caf\u{e9}", description: "Kept", altText: nil, label: nil))
        #expect(edited.folderID == nil && edited.logicalPath == "a.jpg" && edited.tags == ["kept"])
        var untouched = asset
        untouched.take(try AssetEdit().checked())
        #expect(untouched.changes(since: asset) == [])
    }

    @Test("an edit puts all tags in place of those there were, each once and in order, and leaves a blank path to be found")
    func editPlace() throws {
        var asset = Asset.plain
        asset.logicalPath = "2026/a.jpg"
        asset.tags = ["old"]
        var edit = AssetEdit()
        edit.tags = ["Sea", " red  SEA ", "sea", "", "E\u{301}t\u{e9}"]
        edit.logicalPath = .some("  ")
        asset.take(try edit.checked())
        #expect(asset.tags == ["red sea", "sea", "\u{e9}t\u{e9}"])
        #expect(asset.logicalPath == "")
    }

    @Test("an edit names every field that is wrong, and changes nothing")
    func badEdit() {
        var edit = AssetEdit()
        edit.displayName = "  "
        edit.title = .some(String(repeating: "x", count: 501))
        edit.label = .some("a\u{202e}b")
        edit.logicalPath = .some("a//b")
        edit.tags = ["a,b", "c,d", String(repeating: "x", count: 65)]
        edit.mediaType = .some(nil)
        let error = #expect(throws: AssetError.self) { try edit.checked(requiringMediaType: true) }
        #expect(error?.fields.map(\.field) == ["displayName", "title", "label", "logicalPath", "tags", "tags", "mediaType"])
        #expect(
            error?.fields.map(\.code)
                == ["required", "too_long", "control_character", "empty_segment", "comma", "too_long", "required"])
    }

    @Test("an asset has at most a hundred tags")
    func manyTags() {
        var edit = AssetEdit()
        edit.tags = (1...100).map { "\($0)" }
        #expect(throws: Never.self) { try edit.checked() }
        edit.tags?.append("101")
        #expect(throws: AssetError.self) { try edit.checked() }
    }

    @Test(
        "a logical path is refused for what would make it another place, and a blank one is none",
        arguments: [
            ("/a", "slash_at_end"), ("a/", "slash_at_end"), ("a//b", "empty_segment"), ("a/../b", "dot_segment"),
            ("./a", "dot_segment"), ("..", "dot_segment"), ("a\u{0}b", "control_character"), ("a\u{200f}b", "control_character"),
            (String(repeating: "x", count: 513), "too_long"),
        ])
    func badPath(_ path: String, _ code: String) {
        var problems: [FieldProblem] = []
        _ = LogicalPath.check(path, &problems)
        #expect(problems.map(\.code) == [code])
        #expect(problems.map(\.field) == ["logicalPath"])
    }

    @Test("a logical path is kept in NFC and may have 512 characters, as far as an index can hold it")
    func goodPath() {
        var problems: [FieldProblem] = []
        #expect(LogicalPath.check(" 2026/cafe\u{301}.pdf ", &problems) == "2026/caf\u{e9}.pdf")
        #expect(LogicalPath.check(" \u{2003}\n", &problems) == nil)
        #expect(LogicalPath.check(String(repeating: "\u{1f600}", count: 512), &problems)?.count == 512)
        #expect(problems == [])
        let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}"
        _ = LogicalPath.check(String(repeating: family, count: 200), &problems)
        #expect(problems.map(\.code) == ["too_long"])
    }

    @Test("a number goes before the extension, and shortens a name that has no room for it")
    func numberedPath() {
        #expect(LogicalPath.numbered("2026/spec.pdf", 2) == "2026/spec-2.pdf")
        #expect(LogicalPath.numbered("a.b/name", 3) == "a.b/name-3")
        #expect(LogicalPath.numbered(".profile", 2) == ".profile-2")
        let long = LogicalPath.numbered("d/" + String(repeating: "x", count: 506) + ".pdf", 10)
        #expect(long.count == 512 && long.hasSuffix("x-10.pdf"))
    }

    @Test("search looks into the folded name, title, path and tags, each on a line of its own")
    func searchText() {
        var asset = Asset.plain
        asset.metadata = AssetMetadata(displayName: "IMG.JPG", title: "ÉTÉ")
        #expect(asset.searchText == "img.jpg\nété\n")
        asset.logicalPath = "2026/Summer.jpg"
        asset.tags = ["beach", "red sea"]
        #expect(asset.searchText == "img.jpg\nété\n2026/summer.jpg\nbeach\nred sea")
    }

    @Test("a sort is a field with an optional minus, and nothing else is one")
    func sort() {
        for field in AssetSort.Field.allCases {
            #expect(AssetSort(field.rawValue) == AssetSort(field: field, descending: false))
            #expect(AssetSort("-" + field.rawValue)?.text == "-" + field.rawValue)
        }
        for text in ["", "-", "--title", "Title", "title ", "createdat", "id", "title;--"] {
            #expect(AssetSort(text) == nil, "\(text)")
        }
        #expect(AssetSort().text == "-createdAt")
        #expect(AssetQuery().limit == 50)
    }

    @Test("a failed thumbnail is due again after an hour, and no other state is")
    func cooldown() {
        let attempt = Timestamp(microseconds: 1_000_000)
        let failed = ThumbnailState(status: .failed, error: "x", attemptedAt: attempt)
        #expect(!failed.isDue(at: attempt))
        #expect(!failed.isDue(at: attempt.advanced(bySeconds: 3599)))
        #expect(failed.isDue(at: attempt.advanced(bySeconds: 3600)))
        #expect(ThumbnailState(status: .failed).isDue(at: attempt))
        for status in [ThumbnailStatus.none, .pending, .ready] {
            #expect(!ThumbnailState(status: status, attemptedAt: attempt).isDue(at: attempt.advanced(bySeconds: 1_000_000)))
        }
    }

    @Test(
        "limits are said as people say them",
        arguments: [
            (0, "0 bytes"), (512, "512 bytes"), (1024, "1 KB"), (1536, "1.5 KB"), (26_214_400, "25 MB"), (1_073_741_824, "1 GB"),
            (5_368_709_120, "5 GB"), (11_811_160_064, "11 GB"),
        ] as [(Int64, String)])
    func sizes(_ bytes: Int64, _ expected: String) { #expect(byteCount(bytes) == expected) }
}

extension Asset {
    fileprivate static var plain: Asset {
        Asset(
            id: AssetID.make(at: Timestamp(microseconds: 0)), organizationID: nil, kind: .image, provider: .upload, storage: nil,
            mimeType: "image/jpeg", byteSize: 1, checksum: nil, metadata: AssetMetadata(displayName: "IMG.JPG"),
            originalName: "IMG.JPG", createdBy: nil, createdAt: Timestamp(microseconds: 0), updatedAt: Timestamp(microseconds: 0))
    }
}
