import Database
import Library
import LibraryStore
import Operations
import Testing

/// Lessons have what is attached to them in their own lists too (M39).
@Suite("Lesson payloads")
struct LessonPayloadTests {
    private func save(_ test: TestLibrary, _ body: String) async throws {
        _ = try await test.library.saveContent(ContentPush(.lesson, "7", title: "Lesson", body: body), by: test.system)
    }

    private func body(_ test: TestLibrary) async throws -> String {
        try await test.library.content(.lesson, "7", by: test.system).body
    }

    private func place(_ slot: String = "lesson_video", _ key: String? = nil) -> UsagePlace {
        UsagePlace(target: UsageTarget(type: .lesson, externalID: "7"), slot: ContentSlot(type: slot, key: key, position: nil))
    }

    private func entry(_ asset: Asset) -> String {
        #"{"type":"upload","link":"URL","title":"file.txt","assetId":"ID"}"#.filled(asset)
    }

    @Test(
        "attach adds an entry at the end, and every other byte stays",
        arguments: [
            (#"{}"#, #"{"videos":[ENTRY]}"#), (#"{ "a": 1.0 , "videos" : [ ] }"#, #"{ "a": 1.0 , "videos" : [ENTRY ] }"#),
            (#"{"videos": null, "z": "\u00e4"}"#, #"{"videos": [ENTRY], "z": "\u00e4"}"#),
            (#"{"videos": [ {"type":"generic"} , 7 ]}"#, #"{"videos": [ {"type":"generic"} , 7,ENTRY ]}"#),
            (
                #"{"videos": [{"type": "upload", "link": "URL"}]}"#,
                #"{"videos": [{"type": "upload", "link": "URL","assetId":"ID"}]}"#
            ),
            (#"{"videos": [{"key": "KEY", "assetId": null}]}"#, #"{"videos": [{"key": "KEY", "assetId": "ID"}]}"#),
            (#"{"videos": [{"assetId": "ID"}]}"#, #"{"videos": [{"assetId": "ID"}]}"#),
            (#"{"videos": "none"}"#, #"{"videos": "none"}"#),
        ])
    func attach(_ before: String, _ after: String) async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("x".utf8))
        try await save(test, before.filled(asset))
        for isFirst in [true, false] {
            let (_, isNew) = try await test.library.attachAsset(asset.id, at: place(), by: test.system)
            #expect(isNew == isFirst)
            #expect(try await body(test) == after.replacing("ENTRY", with: entry(asset)).filled(asset))
        }
        let uses = try await test.library.listUsages(of: asset.id, by: test.system).usages.map { $0.usage.origin }
        #expect(uses.count { $0 == .declared } == 1)
        #expect(uses.count { $0 == .extracted } == (after.contains("none") ? 0 : 1))
        try await test.expectSound()
    }

    @Test(
        "detach takes the entries out, and every other byte stays",
        arguments: [
            (#"{"videos": [ {"assetId":"ID"} ], "b": 2}"#, #"{"videos": [  ], "b": 2}"#),
            (#"{"videos": [{"assetId":"ID"}, {"n": 1} ,{"n": 2}]}"#, #"{"videos": [{"n": 1} ,{"n": 2}]}"#),
            (
                #"{"videos": [{"n": 1} , {"type": "upload", "link":"URL"},{"n": 2}, {"assetId":"ID"} ]}"#,
                #"{"videos": [{"n": 1},{"n": 2} ]}"#
            ),
        ])
    func detach(_ before: String, _ after: String) async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("x".utf8))
        _ = try await test.library.attachAsset(asset.id, at: place(), by: test.system)
        try await save(test, before.filled(asset))
        try await test.library.detachAsset(asset.id, from: place(), by: test.system)
        #expect(try await body(test) == after)
        #expect(try await test.row(asset.id)?.usageCount == 0)
        try await test.expectSound()
    }

    @Test("an entry stays while the asset is attached in another place of the list; documents have a list of their own")
    func twoPlaces() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("x".utf8))
        try await save(test, "{}")
        for place in [place("lesson_video", "a"), place("lesson_video", "b"), place("lesson_document")] {
            _ = try await test.library.attachAsset(asset.id, at: place, by: test.system)
        }
        let document = #"{"name":"file.txt","link":"URL","size":1,"assetId":"ID"}"#.filled(asset)
        let whole = #"{"videos":["# + entry(asset) + #"],"documents":["# + document + "]}"
        #expect(try await body(test) == whole)
        try await test.library.detachAsset(asset.id, from: place("lesson_video", "a"), by: test.system)
        #expect(try await body(test) == whole)
        try await test.library.detachAsset(asset.id, from: place("lesson_video", "b"), by: test.system)
        #expect(try await body(test) == #"{"videos":[],"documents":["# + document + "]}")
        try await test.expectSound()
    }

    @Test("a lesson this library does not hold is only declared; its payload is its own system's")
    func unknownLesson() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Array("x".utf8))
        let (usage, isNew) = try await test.library.attachAsset(asset.id, at: place(), by: test.system)
        #expect(isNew && usage.title == nil)
        try await test.library.detachAsset(asset.id, from: place(), by: test.system)
        #expect(try await test.row(asset.id)?.usageCount == 0)
    }
}

extension String {
    fileprivate func filled(_ asset: Asset) -> String {
        replacing("URL", with: asset.storage?.publicURL ?? "").replacing("KEY", with: asset.storage?.key ?? "")
            .replacing("\"ID\"", with: "\"\(asset.id)\"")
    }
}
