import Database
import Library
import LibraryStore
import Operations
import Testing

/// Markdown documents and what becomes of them (M44).
@Suite("Documents")
struct DocumentTests {
    @Test("a document is written, changed and deleted, each told in the audit log")
    func life() async throws {
        let test = try await TestLibrary()
        let owner = try await test.member()
        let made = try await test.library.createDocument(title: " Notes ", markdown: "# A\r\n", by: owner)
        #expect([made.title, made.body, made.externalID] == ["Notes", "# A\n", made.id.description])
        #expect(made.format == .markdown && made.revision == 1 && made.createdBy == owner.user?.id)
        test.clock.advance(bySeconds: 1)
        let edited = try await test.library.editDocument(
            made.id, Document.Edit(title: "News", markdown: "# B\n"), ifMatch: made.entityTag, by: owner)
        #expect(edited.revision == 2 && edited.updatedAt > made.updatedAt)
        let shown = try await test.library.document(made.id, by: test.caller(.member))
        #expect([shown.title, shown.body] == ["News", "# B\n"])
        try await test.library.deleteDocument(made.id, ifMatch: edited.entityTag, by: owner)
        await #expect(throws: DocumentError.notFound) { try await test.library.document(made.id, by: owner) }
        let actions = try await test.audit(of: made.id).map(\.action)
        #expect(actions == ["document.delete", "document.edit", "document.create"])
    }

    @Test("what changes nothing leaves no trace")
    func sameAgain() async throws {
        let test = try await TestLibrary()
        let made = try await test.library.createDocument(title: "Notes", markdown: "x", by: test.system)
        let same = try await test.library.editDocument(
            made.id, Document.Edit(title: "Notes", markdown: "x"), by: test.system)
        #expect(same.revision == 1)
        #expect(try await test.audit(of: made.id).count == 1)
    }

    @Test("who saw another state changes and deletes nothing")
    func conflict() async throws {
        let test = try await TestLibrary()
        let made = try await test.library.createDocument(title: "Notes", markdown: "x", by: test.system)
        _ = try await test.library.editDocument(made.id, Document.Edit(markdown: "theirs"), by: test.system)
        await #expect(throws: DocumentError.changedMeanwhile) {
            try await test.library.editDocument(
                made.id, Document.Edit(markdown: "mine"), ifMatch: made.entityTag, by: test.system)
        }
        await #expect(throws: DocumentError.changedMeanwhile) {
            try await test.library.deleteDocument(made.id, ifMatch: made.entityTag, by: test.system)
        }
        #expect(try await test.library.document(made.id, by: test.system).body == "theirs")
    }

    @Test("a foreign document is as unknown as a missing one, and nothing happens to it")
    func foreign() async throws {
        let test = try await TestLibrary()
        let made = try await test.library.createDocument(title: "Notes", markdown: "x", by: test.system)
        let stranger = test.caller(.owner, neighbour: true)
        await #expect(throws: DocumentError.notFound) { try await test.library.document(made.id, by: stranger) }
        await #expect(throws: DocumentError.notFound) {
            try await test.library.editDocument(made.id, Document.Edit(title: "theirs"), by: stranger)
        }
        await #expect(throws: DocumentError.notFound) { try await test.library.deleteDocument(made.id, by: stranger) }
        #expect(try await test.library.listDocuments(DocumentSearch(), by: stranger).documents.isEmpty)
        #expect(try await test.library.document(made.id, by: test.system).title == "Notes")
    }

    @Test("readers read, managers write")
    func roles() async throws {
        let test = try await TestLibrary()
        let reader = test.caller(.member)
        let made = try await test.library.createDocument(title: "Notes", markdown: "x", by: test.system)
        await #expect(throws: AccessError.self) {
            try await test.library.createDocument(title: "a", markdown: "", by: reader)
        }
        await #expect(throws: AccessError.self) {
            try await test.library.editDocument(made.id, Document.Edit(title: "b"), by: reader)
        }
        await #expect(throws: AccessError.self) { try await test.library.deleteDocument(made.id, by: reader) }
        #expect(try await test.library.listDocuments(DocumentSearch(), by: reader).documents.count == 1)
    }

    @Test("every problem with a document is told at once", arguments: [false, true])
    func refusals(_ isEdit: Bool) async throws {
        let test = try await TestLibrary()
        let made = try await test.library.createDocument(title: "Notes", markdown: "x", by: test.system)
        let long = String(repeating: "x", count: Markdown.maximumBytes) + "\0"
        await #expect {
            _ =
                isEdit
                ? try await test.library.editDocument(made.id, Document.Edit(title: " ", markdown: long), by: test.system)
                : try await test.library.createDocument(title: " ", markdown: long, by: test.system)
        } throws: {
            ($0 as? DocumentError)?.fields.map(\.code) == ["blank", "markdown_too_large", "control_character"]
        }
        #expect(try await test.library.listDocuments(DocumentSearch(), by: test.system).documents.map(\.title) == ["Notes"])
    }

    @Test("documents are listed newest first, page by page, and found by their titles without regard to case")
    func lists() async throws {
        let test = try await TestLibrary()
        for title in ["Älpha 100%", "beta_1", "Gamma"] {
            _ = try await test.library.createDocument(title: title, markdown: "long text", by: test.system)
            test.clock.advance(bySeconds: 1)
        }
        func titles(_ search: DocumentSearch) async throws -> [String] {
            try await test.library.listDocuments(search, by: test.system).documents.map(\.title)
        }
        #expect(try await titles(DocumentSearch()) == ["Gamma", "beta_1", "Älpha 100%"])
        #expect(try await titles(DocumentSearch(limit: 2)) == ["Gamma", "beta_1"])
        #expect(try await titles(DocumentSearch(page: 2, limit: 2)) == ["Älpha 100%"])
        #expect(try await titles(DocumentSearch(page: 3, limit: 2)) == [])
        #expect(try await test.library.listDocuments(DocumentSearch(limit: 2), by: test.system).hasMore)
        #expect(try await !test.library.listDocuments(DocumentSearch(limit: 3), by: test.system).hasMore)
        for (search, found) in [("äLPH", ["Älpha 100%"]), ("%", ["Älpha 100%"]), ("_", ["beta_1"]), ("a\0", []), ("zz", [])] {
            #expect(try await titles(DocumentSearch(search: search)) == found, "\(search)")
        }
        #expect(try await test.library.listDocuments(DocumentSearch(), by: test.system).documents.allSatisfy { $0.body == "" })
    }

    @Test("without a worker, and while all wait, Markdown is told to be unavailable")
    func unavailable() async throws {
        let test = try await TestLibrary(worker: TestWorker.absent)
        await #expect {
            try await test.library.renderMarkdown("x", by: test.system)
        } throws: {
            ($0 as? MarkdownError)?.code == "markdown_unavailable" && ($0 as? MarkdownError)?.cause?.isEmpty == false
        }
    }

    @Test("a text over the limit is refused before anything is done with it")
    func tooLarge() async throws {
        let test = try await TestLibrary(worker: TestWorker.absent)
        await #expect(throws: MarkdownError.tooLarge) {
            let text = String(repeating: "x", count: Markdown.maximumBytes + 1)
            return try await test.library.renderMarkdown(text, by: test.system)
        }
    }
}
