import Database
import Foundation
import Library
import LibraryStore
import Operations
import Testing

/// One asset in another's place, and paths that follow a rename, in bodies that keep every other byte (M61, M64).
@Suite("References rewritten in content")
struct RewritingTests {
    private func upload(_ test: TestLibrary, at path: String, _ bytes: String = "x") async throws -> Asset {
        var details = UploadDetails(fileName: "a.txt", declaredByteSize: Int64(bytes.utf8.count))
        details.logicalPath = path
        return try await test.library.uploadAsset(BytesSource(Array(bytes.utf8)), details, by: test.system)
    }

    @discardableResult
    private func save(
        _ test: TestLibrary, _ body: String, in format: ContentItem.BodyFormat = .json
    ) async throws -> SavedContent {
        try await test.library.saveContent(
            ContentPush(.page, "1", title: "Item", body: body, format: format), by: test.system)
    }

    private func body(_ test: TestLibrary) async throws -> String {
        try await test.library.content(.page, "1", by: test.system).body
    }

    /// `OLD`, `NEW`, `OLDURL`, `NEWURL` and `ORG` in a body, filled in.
    private func filled(_ text: String, _ test: TestLibrary, _ old: Asset, _ new: Asset) -> String {
        text.replacing("OLDURL", with: old.storage?.publicURL ?? "").replacing("NEWURL", with: new.storage?.publicURL ?? "")
            .replacing("OLDKEY", with: old.storage?.key ?? "").replacing("NEWKEY", with: new.storage?.key ?? "")
            .replacing("OLD", with: "\(old.id)").replacing("NEW", with: "\(new.id)")
            .replacing("ORG", with: "\(test.organization.id)")
    }

    @Test(
        "in JSON each form of a reference keeps its form, and every other byte stays",
        arguments: [
            (#"{ "media" :{"assetId":"OLD", "n": 1.50e1}}"#, #"{ "media" :{"assetId":"NEW", "n": 1.50e1}}"#),
            (#"{"heroImage": "OLDURL"}"#, #"{"heroImage": "NEWURL"}"#),
            (#"{"u": "https://bucket.s3.example.com/OLDKEY"}"#, nil),
            (#"{"u": "https://m.example.comOLDURL#t=3"}"#, #"{"u": "https://m.example.comNEWURL#t=3"}"#),
            (#"{"u": "OLDURL?v=0123456789abcdef"}"#, #"{"u": "NEWURL?v=VERSION"}"#),
            (#"{"u": "OLDURL?w=1&amp;h=2"}"#, #"{"u": "NEWURL"}"#),
            (#"{"file": {"key": "OLDKEY"}}"#, #"{"file": {"key": "NEWKEY"}}"#),
            (#"{"u": "/assets/OLD?width=100&s=x"}"#, #"{"u": "/assets/NEW?width=100&s=x"}"#),
            (#"{"u": "https://m.example.com/media/OLD/download"}"#, #"{"u": "https://m.example.com/media/NEW/download"}"#),
            (
                #"{"text": "<p><img src=\"OLDURL\"> \u00e4 <a href='OLDURL'>x<\/a>"}"#,
                #"{"text": "<p><img src=\"NEWURL\"> ä <a href='NEWURL'>x</a>"}"#
            ),
            (#"{"markdown": "`old.txt` ![x](old.txt)"}"#, #"{"markdown": "`old.txt` ![x](dir/new%20file%20%281%29.txt)"}"#),
            (
                #"{"text": "[a](old.txt) <b src='OLDURL'>", "id": "OTHER"}"#,
                #"{"text": "[a](dir/new%20file%20%281%29.txt) <b src='NEWURL'>", "id": "OTHER"}"#
            ),
        ])
    func forms(_ before: String, _ after: String?) async throws {
        let test = try await TestLibrary()
        let old = try await upload(test, at: "old.txt", "old")
        let new = try await upload(test, at: "dir/new file (1).txt", "new")
        let body = filled(before, test, old, new)
        try await save(test, body)
        #expect(try await test.row(old.id)?.usageCount ?? 0 > 0)
        let result = try await test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        let version = try #require(new.checksum).prefix(8).map { String(format: "%02x", $0) }.joined()
        if let after {
            #expect(try await self.body(test) == filled(after, test, old, new).replacing("VERSION", with: version))
            #expect(result.content.notRewritten.isEmpty)
            #expect(try await test.row(old.id)?.usageCount == 0)
            #expect(try await test.row(new.id)?.usageCount == result.usages)
        } else {
            #expect(try await self.body(test) == body)
            #expect(result.content.notRewritten.count == 1)
            #expect(result.usages == 0)
        }
        try await test.expectSound()
    }

    @Test(
        "in Markdown links and pictures change, and code, prose, titles and labels stay",
        arguments: [
            ("![](old.txt)", "![](new.txt)"),
            ("![a](old.txt 'old.txt') old.txt", "![a](new.txt 'old.txt') old.txt"),
            ("[old.txt](old.txt)", "[old.txt](new.txt)"),
            ("[old.txt]\n\n[old.txt]: old.txt \"old.txt\"", "[old.txt]\n\n[old.txt]: new.txt \"old.txt\""),
            ("[see old.txt]\n\n[see old.txt]: <old.txt>\n", "[see old.txt]\n\n[see old.txt]: <new.txt>\n"),
            ("`(old.txt)` ``` [a](old.txt) ``` [a](<old.txt>)", "`(old.txt)` ``` [a](old.txt) ``` [a](<new.txt>)"),
            (
                "    [a](old.txt)\n\n~~~\n![](old.txt)\n~~~\n\n![](old.txt)\r\n",
                "    [a](old.txt)\n\n~~~\n![](old.txt)\n~~~\n\n![](new.txt)\r\n"
            ),
            ("![](old\\.txt) ![](ol&#100;.txt) ![](%6fld.txt)", "![](new.txt) ![](new.txt) ![](new.txt)"),
            (
                "![](old.txt#page=2) ![](old.txt)\n> ![](old.txt)\n\n* ![](old.txt)",
                "![](new.txt#page=2) ![](new.txt)\n> ![](new.txt)\n\n* ![](new.txt)"
            ),
            (
                "é ![ü](old.txt) 漢 ![](my-old.txt) ![](x/old.txt) ![](old.txt.bak)",
                "é ![ü](new.txt) 漢 ![](my-old.txt) ![](x/old.txt) ![](old.txt.bak)"
            ),
            ("| a |\n|---|\n| ![](old.txt) |\n", "| a |\n|---|\n| ![](new.txt) |\n"),
            (
                "<img src=\"old.txt\"> \\![](old.txt) [![](old.txt)](old.txt)",
                "<img src=\"old.txt\"> \\![](new.txt) [![](new.txt)](new.txt)"
            ),
            (
                "<https://m.example.comOLDURL> https://m.example.comOLDURL.",
                "<https://m.example.comNEWURL> https://m.example.comNEWURL."
            ),
            ("![](OLDURL) and OLDURL, `OLDURL`", "![](NEWURL) and OLDURL, `OLDURL`"),
        ])
    func markdown(_ before: String, _ after: String) async throws {
        let test = try await TestLibrary()
        let old = try await upload(test, at: "old.txt", "old")
        let new = try await upload(test, at: "new.txt", "new")
        try await save(test, filled(before, test, old, new), in: .markdown)
        let uses = try #require(try await test.row(old.id)).usageCount
        let result = try await test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        #expect(try await body(test) == filled(after, test, old, new))
        #expect(result.content.notRewritten.isEmpty)
        #expect(result.usages == uses && uses > 0)
        #expect(try await test.library.content(.page, "1", by: test.system).revision == 2)
        try await test.expectSound()
    }

    @Test("what cannot be written in the same form stays as it is, and is told")
    func notRewritten() async throws {
        let test = try await TestLibrary()
        let old = try await upload(test, at: "old.txt", "old")
        let new = try await test.library.createExternalAsset(
            ExternalLink(sourceURL: "https://example.org/A_(b)"), UploadDetails(fileName: ""),
            by: test.system
        ).asset
        let text = filled("<img src='OLDURL'> [x](old.txt) [y](old&period;txt)", test, old, new)
        try await save(
            test, #"{"a": "OLD", "markdown": "TEXT"}"#.replacing("TEXT", with: text).replacing("OLD", with: "\(old.id)"))
        let result = try await test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        #expect(
            try await body(test)
                == #"{"a": "NEW", "markdown": "TEXT"}"#.replacing("TEXT", with: text)
                .replacing("NEW", with: "\(new.id)"))
        #expect(result.content.notRewritten.map(\.written) == ["old.txt"])
        #expect(result.content.notRewritten.map(\.reason) == [.form])
    }

    @Test("a thumbnail becomes a thumbnail, a card a card; where there is none, the place stays and is told")
    func thumbnails() async throws {
        let test = try await TestLibrary()
        let (old, new, text) = (
            try await test.uploadPicture(), try await test.uploadPicture(), try await upload(test, at: "t.txt")
        )
        func body(_ asset: Asset) -> String {
            let key = "organizations/\(test.organization.id)/media/thumbnails/\(asset.id)"
            return #"{"a": "/files/\#(key).webp", "b": ["https://m.example.com/files/\#(key).card.jpg"], "c": "\#(key).webp"}"#
        }
        try await save(test, body(old))
        let result = try await test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        #expect(result.usages == 3 && result.content.notRewritten.isEmpty)
        #expect(try await self.body(test) == body(new))
        let none = try await test.library.replaceUsages(of: new.id, by: text.id, by: test.system)
        #expect(none.usages == 0 && none.content.notRewritten.count == 3)
        #expect(try await self.body(test) == body(new))
        try await test.expectSound()
    }

    @Test("texts made to look like addresses everywhere cost no more than their length, and stay right")
    func hostile() async throws {
        let test = try await TestLibrary()
        let (old, new) = (try await upload(test, at: "a(a(a(b.txt", "old"), try await upload(test, at: "new.txt", "new"))
        let noise = String(repeating: "a(", count: 50_000) + "\n\n" + String(repeating: "\\a&#40;", count: 5_000)
        let path = "a%28a%28a%28b.txt"
        try await save(
            test, noise + "\n\n![](\(path)) " + String(repeating: "![](\(path)) `\(path)` ", count: 3_000), in: .markdown)
        let result = try await test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        #expect(result.usages == 1 && result.content.notRewritten.isEmpty)
        #expect(
            try await body(test) == noise + "\n\n![](new.txt) " + String(repeating: "![](new.txt) `\(path)` ", count: 3_000))
    }

    @Test("declared usages move with it, and where both were declared they are one")
    func declared() async throws {
        let test = try await TestLibrary()
        let (old, new) = (try await upload(test, at: "old.txt", "old"), try await upload(test, at: "new.txt", "new"))
        let places = ["1", "2"].map { name in
            UsagePlace(
                target: UsageTarget(type: ContentType(name: "menu"), externalID: name),
                slot: ContentSlot(type: "menu_media", key: "x", position: 0))
        }
        for place in places { _ = try await test.library.attachAsset(old.id, at: place, by: test.system) }
        _ = try await test.library.attachAsset(new.id, at: places[0], by: test.system)
        let result = try await test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        #expect(result.usages == 2)
        #expect(try await test.row(old.id)?.usageCount == 0)
        #expect(try await test.row(new.id)?.usageCount == 2)
        let again = try await test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        #expect(again.usages == 0)
        try await test.expectSound()
    }

    @Test("both assets have to be there, and be two")
    func refused() async throws {
        let test = try await TestLibrary()
        let (old, new) = (try await upload(test, at: "old.txt", "old"), try await upload(test, at: "new.txt", "new"))
        _ = try await test.library.deleteAsset(new.id, by: test.system)
        for id in [old.id, new.id, .make(at: test.clock.now)] {
            await #expect(throws: UsageError.self) {
                try await test.library.replaceUsages(of: old.id, by: id, by: test.system)
            }
        }
        await #expect(throws: AssetError.notFound) {
            try await test.library.replaceUsages(of: new.id, by: old.id, by: test.system)
        }
    }

    @Test("references follow a rename when they are told to, through several names, and no further than they are the asset's")
    func renames() async throws {
        let test = try await TestLibrary()
        let asset = try await upload(test, at: "one.txt", "1")
        try await save(test, "![](one.txt) [b](one.txt#x) `one.txt`", in: .markdown)
        #expect(try await test.library.referencesByPath(of: asset.id, by: test.system) == 2)
        func rename(_ id: AssetID, to path: String) async throws {
            var edit = AssetEdit()
            edit.logicalPath = .some(path)
            _ = try await test.library.editAsset(id, edit, by: test.system)
        }
        try await rename(asset.id, to: "two.txt")
        try await rename(asset.id, to: "drei (3).txt")
        let broken = try await test.library.referencesByFormerPaths(of: asset.id, by: test.system)
        #expect(broken.count == 2 && broken.places.map(\.written) == ["one.txt", "one.txt#x"])
        #expect(try await test.row(asset.id)?.usageCount == 0)
        let rewritten = try await test.library.rewriteReferences(to: asset.id, by: test.system)
        #expect(rewritten.references == 2 && rewritten.items == 1)
        #expect(try await body(test) == "![](drei%20%283%29.txt) [b](drei%20%283%29.txt#x) `one.txt`")
        #expect(try await test.row(asset.id)?.usageCount == 2)
        try await rename(asset.id, to: "four.txt")
        let other = try await upload(test, at: "drei (3).txt", "2")
        #expect(try await test.library.rewriteReferences(to: asset.id, by: test.system).references == 0)
        #expect(try await test.row(other.id)?.usageCount == 2)
        try await rename(other.id, to: "five.txt")
        #expect(try await test.library.rewriteReferences(to: asset.id, by: test.system).references == 0)
        #expect(try await test.library.rewriteReferences(to: other.id, by: test.system).references == 2)
        #expect(try await body(test) == "![](five.txt) [b](five.txt#x) `one.txt`")
        try await test.expectSound()
    }

    @Test("an item that changes while it is rewritten is looked at again")
    func changedMeanwhile() async throws {
        let test = try await TestLibrary()
        let (old, new) = (try await upload(test, at: "old.txt", "old"), try await upload(test, at: "new.txt", "new"))
        try await save(test, #"{"a": "\#(old.id)"}"#)
        async let replaced = test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        async let saved = save(test, #"{"a": ["\#(old.id)", "more"]}"#)
        _ = try await (replaced, saved)
        _ = try await test.library.replaceUsages(of: old.id, by: new.id, by: test.system)
        #expect(try await body(test).contains("\(old.id)") == false)
        #expect(try await test.row(old.id)?.usageCount == 0)
        try await test.expectSound()
    }
}
