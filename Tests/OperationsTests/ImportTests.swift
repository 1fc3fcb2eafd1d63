import BlobStorage
import Foundation
import Library
import Operations
import Platform
import Testing

/// Files and exports that are imported, where faults and odd content come in between (M48, M49).
@Suite("Imports")
struct ImportTests {
    private func folder(_ test: TestLibrary, _ files: [String: String]) throws -> FileTree {
        let root = URL(filePath: test.folder + "/incoming")
        for (path, text) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try FileTree(root.path)
    }

    private func skipped(_ tally: ImportTally) -> [Int] { [tally.imported, tally.present, tally.skipped] }

    @Test(
        "a full disk ends the import with an error, leaves nothing half, and the next brings the rest",
        arguments: [FaultyBlobStore.Call.stage, .write, .finish, .publish])
    func fullDisk(_ call: FaultyBlobStore.Call) async throws {
        let test = try await TestLibrary()
        let tree = try folder(test, ["a.txt": "first", "b/c.txt": "second", "b/d.txt": "third"])
        let calls = Locked(0)
        test.blobs.before(call) { _ throws(BlobError) in
            let count = calls.withLock {
                $0 += 1; return $0
            }
            if count > 1 { throw .noSpace }
        }
        await #expect(throws: ServiceError.storageFull) { try await test.library.importFiles(in: tree, by: test.system) }
        #expect(try await test.names() == ["a.txt"])
        test.blobs.heal()
        #expect(try await skipped(test.library.importFiles(in: tree, by: test.system)) == [2, 1, 0])
        #expect(try await Set(test.names()) == ["a.txt", "c.txt", "d.txt"])
        test.clock.advance(bySeconds: 7200)
        _ = try await test.library.sweep(graceSeconds: 0)
        try await test.expectSound()
    }

    @Test("two imports of the same folder at once bring each file once")
    func atOnce() async throws {
        let test = try await TestLibrary()
        let tree = try folder(test, Dictionary(uniqueKeysWithValues: (0..<12).map { ("\($0).txt", "file \($0)") }))
        async let first = test.library.importFiles(in: tree, by: test.system)
        async let second = test.library.importFiles(in: tree, by: test.system)
        let tallies = try await [first, second]
        #expect(tallies.map(\.imported).reduce(0, +) == 12 && tallies.map(\.skipped) == [0, 0])
        #expect(try await test.names().count == 12)
        try await test.expectSound()
    }

    @Test("who may not upload or edit imports nothing")
    func refused() async throws {
        let test = try await TestLibrary()
        let tree = try folder(test, ["a.txt": "first"])
        await #expect(throws: AccessError.self) { try await test.library.importFiles(in: tree, by: test.caller(.member)) }
        let export = ExportSource(folder: tree)
        await #expect(throws: AccessError.self) { try await test.library.importExport(export, by: test.caller(.member)) }
        try await test.expectNothing()
    }

    @Test("ids and addresses in bodies become those here, in JSON as in Markdown, and every other byte stays")
    func mapping() async throws {
        let test = try await TestLibrary()
        let old = AssetID.make(at: test.clock.now)
        let unknown = AssetID.make(at: test.clock.now)
        let source = OrganizationID.make(at: test.clock.now)
        let file = "organizations/\(source)/media/\(old)"
        let filler = String(repeating: "ä\\n\\u00e4 \\\" ", count: 60_000)
        let json = """
            {"a":"\(old)", "b" : "https://old.example/files/\(file).txt","c":"\(unknown)","d":"x\(old)","e":"\(filler)",
             "f":"https:\\/\\/old.example\\/files\\/organizations\\/\(source)\\/media\\/\(old).txt?v=1","g":"/files/\(file).v3.png."}
            """
        let markdown =
            "[a](/media/\(old)/download) \(old). (http://h:80/files/organizations/\(source)/media/\(old).txt) /files/organizations/\(source)/media/thumbnails/\(old).v2.webp"
        let manifest = """
            {"format":"vitrine-export","version":1,"filesUrl":"https://old.example/files/","organization":{"id":"\(source)"},
             "folders":[],"assets":[\(asset(old, source))],
             "content":[\(try content("page", "1", json, "json")),\(try content("document", "2", markdown, "markdown"))]}
            """
        let tree = try folder(test, ["manifest.json": manifest, "media/a.txt": "hello"])
        // The same id is taken here, by somebody else's asset.
        let neighbour = Caller(user: nil, organization: test.neighbour, role: nil, door: .commandLine)
        _ = try await test.library.importExport(ExportSource(folder: tree), by: neighbour)
        let report = try await test.library.importExport(
            ExportSource(folder: tree), baseURL: "https://new.example", by: test.system)
        #expect(skipped(report.assets) == [1, 0, 0] && skipped(report.content) == [2, 0, 0])
        let new = try await test.library.listAssets(AssetQuery(), by: test.system).assets[0].id
        #expect(new != old)
        let here = "organizations/\(test.organization.id)/media/\(new)"
        let page = try await test.library.content(.page, "1", by: test.system)
        let expected = """
            {"a":"\(new)", "b" : "https://new.example/files/\(here).txt","c":"\(unknown)","d":"x\(old)","e":"\(filler)",
             "f":"https:\\/\\/new.example\\/files\\/organizations\\/\(test.organization.id)\\/media\\/\(new).txt?v=1","g":"/files/\(here).txt."}
            """
        #expect(page.body == expected)
        let document = try await test.library.content(.document, "2", by: test.system)
        #expect(
            document.body
                == "[a](/media/\(new)/download) \(new). (https://new.example/files/\(here).txt) /files/organizations/\(test.organization.id)/media/thumbnails/\(new).webp"
        )
        try await test.expectSound()
    }

    private func asset(_ id: AssetID, _ organization: OrganizationID) -> String {
        """
        {"id":"\(id)","provider":"upload","displayName":"a.txt","originalName":"a.txt","status":"active","visibility":"public",
        "createdAt":"2024-02-29T10:00:00Z","updatedAt":"2024-03-01T10:00:00.5Z","byteSize":5,"mimeType":"text/plain","tags":[],
        "checksum":"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824","file":"media/a.txt","usages":[],
        "publicUrl":"https://old.example/files/organizations/\(organization)/media/\(id).txt"}
        """
    }

    private func content(_ type: String, _ id: String, _ body: String, _ format: String) throws -> String {
        let text = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
        return """
            {"type":"\(type)","externalId":"\(id)","title":"t","url":null,"format":"\(format)","body":\(text),"revision":3,
            "createdAt":"2024-02-29T10:00:00.123456Z","updatedAt":"2024-03-01T10:00:00Z"}
            """
    }
}
