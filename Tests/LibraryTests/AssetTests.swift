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
        let before = AssetMetadata(displayName: "a.jpg", title: "Old", description: "Kept", altText: "Gone", label: nil)
        var edit = AssetEdit()
        edit.displayName = " b.jpg "
        edit.title = .some("Cafe\u{301}")
        edit.altText = .some(nil)
        edit.label = .some("")
        let after = try edit.applied(to: before)
        #expect(after == AssetMetadata(displayName: "b.jpg", title: "Caf\u{e9}", description: "Kept", altText: nil, label: nil))
        #expect(try AssetEdit().applied(to: before) == before)
    }

    @Test("an edit names every field that is wrong, and changes nothing")
    func badEdit() {
        var edit = AssetEdit()
        edit.displayName = "  "
        edit.title = .some(String(repeating: "x", count: 501))
        edit.label = .some("a\u{202e}b")
        let error = #expect(throws: AssetError.self) { try edit.applied(to: AssetMetadata(displayName: "a")) }
        #expect(error?.fields.map(\.field) == ["displayName", "title", "label"])
        #expect(error?.fields.map(\.code) == ["required", "too_long", "control_character"])
    }

    @Test("search looks into the folded name, title, path and tags, each on a line of its own")
    func searchText() {
        var asset = Asset(
            id: AssetID.make(at: Timestamp(microseconds: 0)), organizationID: nil, kind: .image, provider: .upload, storage: nil,
            mimeType: "image/jpeg", byteSize: 1, checksum: nil, metadata: AssetMetadata(displayName: "IMG.JPG", title: "ÉTÉ"),
            originalName: "IMG.JPG", createdBy: nil, createdAt: Timestamp(microseconds: 0), updatedAt: Timestamp(microseconds: 0))
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
