import Database
import Library
import LibraryStore
import Operations
import Testing

/// What content names is known as soon as it is saved (M35, M36).
@Suite("Usages found in content")
struct ExtractionTests {
    /// A place of the asset, as `type key position`.
    private func places(_ test: TestLibrary, of asset: AssetID) async throws -> [String] {
        let rows = try await test.library.database.read { transaction in
            try await transaction.rows(
                """
                SELECT slot_type, slot_key, position FROM asset_usage
                WHERE asset_id = \(asset) AND origin = 'extracted' ORDER BY slot_key, position
                """
            ).map { row -> String in
                let key: String? = try row.get("slot_key")
                let position: Int? = try row.get("position")
                return "\(try row.get("slot_type", as: String.self)) \(key ?? "-") \(position.map(String.init) ?? "-")"
            }
        }
        let counted = try #require(try await test.row(asset)).usageCount
        #expect(counted == rows.count)
        return rows
    }

    @discardableResult
    private func save(
        _ test: TestLibrary, _ body: String, as type: ContentType = .page, in format: ContentItem.BodyFormat = .json
    ) async throws -> SavedContent {
        try await test.library.saveContent(
            ContentPush(type, "1", title: "Item", body: body, format: format), by: test.system)
    }

    @Test(
        "every form of reference is found where it stands, and gone when it is taken out",
        arguments: [
            (#"{"media": {"assetId": "ID"}}"#, "page_media media -"),
            (#"{"hero": {"image": "ID"}}"#, "page_media hero.image -"),
            (#"{"heroImage": "URL"}"#, "page_media heroImage -"),
            (#"{"heroImage": "https://cdn.example.com/bucketURL?v=1#x"}"#, "page_media heroImage -"),
            (#"{"a": [{"b": {"thumbnailUrl": "/files/organizations/ORG/media/thumbnails/ID.webp"}}]}"#, "page_media a[0].b -"),
            (#"{"image": "/assets/ID?width=100"}"#, "page_media image -"),
            (#"{"link": "x", "file": {"href": "https://media.example.com/media/ID/download"}}"#, "page_media file -"),
            (#"{"text": "<p><img src=\"URL\" alt='x'></p>"}"#, "page_media text 0"),
            (#"{"text": "Have a look: https://media.example.comURL."}"#, "page_media text 0"),
            (#"{"markdown": "![x](notes/a%20b.txt)"}"#, "page_media markdown 0"),
            (
                #"{"blocks": [{"type": "markdown", "text": "[t]\n\n[t]: <notes/a b.txt> 'title'"}]}"#,
                "page_media blocks[0].text 0"
            ),
            (#"{"text": "![x](notes/a%20b.txt)"}"#, "page_media text 0"),
            (
                #"{"columns": [{}, {"blocks": [{"images": ["x", {"url": "URL"}]}]}]}"#,
                "page_media columns[1].blocks[0].images[1] 1"
            ),
            (#"{"a.b": {"c": "ID"}}"#, #"page_media ["a.b"].c -"#),
        ])
    func forms(_ body: String, _ expected: String) async throws {
        let test = try await TestLibrary()
        let asset = try await test.library.uploadAsset(
            BytesSource(Array("x".utf8)),
            {
                var details = UploadDetails(fileName: "a.txt", declaredByteSize: 1)
                details.logicalPath = "notes/a b.txt"
                return details
            }(), by: test.system)
        let key = try #require(asset.storage).publicURL
        let body = body.replacing("ORG", with: "\(test.organization.id)").replacing("URL", with: key)
            .replacing("ID", with: "\(asset.id)")
        let saved = try await save(test, body)
        #expect(saved.unresolved == [])
        #expect(try await places(test, of: asset.id) == [expected])
        try await save(test, "{}")
        #expect(try await places(test, of: asset.id) == [])
        try await test.expectSound()
    }

    @Test(
        "each slot of lessons, exercises and questions has its type",
        arguments: [
            (ContentType.lesson, #"{"videos": [{"link": "x"}, {"assetId": "ID"}]}"#, "lesson_video videos[1] 1"),
            (.lesson, #"{"documents": [{"assetId": "ID"}]}"#, "lesson_document documents[0] 0"),
            (.lesson, #"{"cover": "ID"}"#, "lesson_media cover -"),
            (
                .exercise, #"{"questions": [{}, {}, {"prompt": {"media": {"assetId": "ID"}}}]}"#,
                "question_prompt_media questions[2].prompt.media -"
            ),
            (
                .exercise, #"{"questions": [{"explanation": {"media": ["ID"]}}]}"#,
                "question_explanation_media questions[0].explanation.media[0] 0"
            ),
            (.exercise, #"{"attachments": [{"assetId": "ID"}]}"#, "exercise_attachment attachments[0] 0"),
            (.question, #"{"prompt": {"media": "ID"}}"#, "question_prompt_media prompt.media -"),
            (.question, #"{"explanation": {"media": {"assetId": "ID"}}}"#, "question_explanation_media explanation.media -"),
            (ContentType(name: "menu"), #"["ID"]"#, "menu_media [0] 0"),
        ])
    func slots(_ type: ContentType, _ body: String, _ expected: String) async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("x".utf8))
        try await save(test, body.replacing("ID", with: "\(asset.id)"), as: type)
        #expect(try await places(test, of: asset.id) == [expected])
    }

    @Test("code in Markdown names nothing, links and pictures do")
    func markdown() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("x".utf8), as: "spec.txt")
        let saved = try await save(
            test,
            """
            `![](spec.txt)` and

                [code](spec.txt)

            ~~~
            ![](spec.txt)
            ~~~

            ![missing](gone.png) [away](https://example.com/spec.txt) [top](#spec.txt)
            """, as: .document, in: .markdown)
        #expect(try await places(test, of: asset.id) == [])
        #expect(saved.unresolved == ["gone.png"])
        try await save(
            test, "A [link](spec.txt \"title\") and ![a picture][p].\n\n[p]: spec.txt#page=2\n", as: .document, in: .markdown)
        #expect(try await places(test, of: asset.id) == ["document_media - 0", "document_media - 1"])
    }

    @Test("a reference leads to an asset as soon as there is one, and nowhere when it is in Trash or has another name")
    func life() async throws {
        let test = try await TestLibrary()
        let saved = try await save(test, "![](spec.txt)", as: .document, in: .markdown)
        #expect(saved.unresolved == ["spec.txt"])
        let asset = try await test.upload(Array("x".utf8), as: "spec.txt")
        #expect(try await places(test, of: asset.id).count == 1)
        var edit = AssetEdit()
        edit.logicalPath = "other.txt"
        _ = try await test.library.editAsset(asset.id, edit, by: test.system)
        #expect(try await places(test, of: asset.id) == [])
        edit.logicalPath = "spec.txt"
        _ = try await test.library.editAsset(asset.id, edit, by: test.system)
        #expect(try await places(test, of: asset.id).count == 1)
        _ = try await test.library.deleteAsset(asset.id, isForced: true, by: test.system)
        #expect(try await places(test, of: asset.id) == [])
        _ = try await test.library.restoreAsset(asset.id, by: test.system)
        #expect(try await places(test, of: asset.id).count == 1)
        try await test.expectSound()
    }

    @Test("what may be a path with a number sign or a part of one means the first that exists")
    func alternatives() async throws {
        let test = try await TestLibrary()
        let part = try await test.upload(Array("x".utf8), as: "a.txt")
        try await save(test, "[x](a.txt#b)", as: .document, in: .markdown)
        #expect(try await places(test, of: part.id).count == 1)
        var details = UploadDetails(fileName: "c.txt", declaredByteSize: 1)
        details.logicalPath = "a.txt#b"
        let whole = try await test.library.uploadAsset(BytesSource(Array("y".utf8)), details, by: test.system)
        #expect(try await places(test, of: part.id) == [])
        #expect(try await places(test, of: whole.id).count == 1)
        _ = try await test.library.deleteAsset(whole.id, isForced: true, by: test.system)
        #expect(try await places(test, of: part.id).count == 1)
    }

    @Test("another organization's assets are none of its")
    func foreign() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("x".utf8), as: "spec.txt")
        let url = try #require(asset.storage).publicURL
        let stranger = test.caller(.owner, neighbour: true)
        let push = ContentPush(
            .page, "1", title: "Theirs", body: #"{"assetId": "\#(asset.id)", "b": "\#(url)", "markdown": "![](spec.txt)"}"#)
        let caller = Caller(user: nil, organization: stranger.organization, role: nil, door: .commandLine)
        let saved = try await test.library.saveContent(push, by: caller)
        #expect(saved.unresolved == ["\(asset.id)", "spec.txt"])
        #expect(try await places(test, of: asset.id) == [])
    }

    @Test("an older state of an item is refused, the same one changes nothing")
    func revisions() async throws {
        let test = try await TestLibrary()
        func push(_ revision: Int?, _ title: String) async throws -> SavedContent {
            try await test.library.saveContent(
                ContentPush(.page, "1", title: title, body: "{}", revision: revision), by: test.system)
        }
        #expect(try await push(5, "A").isNew)
        #expect(try await push(6, "B").item.revision == 6)
        await #expect(throws: ContentError.olderRevision(pushed: 5, stored: 6)) { try await push(5, "C") }
        #expect(try await push(nil, "D").item.revision == 7)
        let same = try await push(nil, "D").item
        #expect(same.revision == 7 && same.title == "D")
        #expect(try await test.audit(of: same.id).count == 3)
    }

    @Test("a deleted item uses nothing any more")
    func deletion() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("x".utf8))
        try await save(test, #"{"assetId": "\#(asset.id)"}"#)
        try await test.library.deleteContent(.page, "1", by: test.system)
        #expect(try await places(test, of: asset.id) == [])
        await #expect(throws: ContentError.notFound) { try await test.library.content(.page, "1", by: test.system) }
    }
}
