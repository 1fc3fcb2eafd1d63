import Database
import Library
import Operations
import Testing

@Suite("Tags")
struct TagTests {
    private func names(_ test: TestLibrary, prefix: String? = nil) async throws -> [String] {
        try await test.library.listTags(prefix: prefix, by: test.caller()).map { "\($0.name) \($0.assets)" }
    }

    @Test("a tag is one however it is written, is searched by, and is gone with the last asset that had it")
    func life() async throws {
        let test = try await TestLibrary()
        let (first, second) = (try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11)))
        let caller = test.caller()
        let tagged = try await test.library.tagAsset(first.id, adding: [" Red  SEA ", "red sea", "E\u{301}t\u{e9}"], by: caller)
        #expect(tagged.tags == ["red sea", "\u{e9}t\u{e9}"])
        #expect(tagged.entityTag != first.entityTag)
        _ = try await test.library.tagAsset(second.id, adding: ["RED SEA"], by: caller)
        #expect(try await names(test) == ["red sea 2", "\u{e9}t\u{e9} 1"])
        let found = try await test.library.listAssets(AssetQuery(search: "red s"), by: caller)
        #expect(Set(found.assets.map(\.id)) == [first.id, second.id])
        try await test.expectSound()

        let untagged = try await test.library.tagAsset(first.id, adding: [], removing: ["RED sea", "never had"], by: caller)
        #expect(untagged.tags == ["\u{e9}t\u{e9}"])
        try await test.library.deleteForGood(second.id, by: caller)
        #expect(try await names(test) == ["\u{e9}t\u{e9} 1"])
        try await test.expectSound()
    }

    @Test("an edit puts its tags in place of all others, and one that changes nothing leaves no trace")
    func replaced() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        var edit = AssetEdit()
        edit.tags = ["a", "b"]
        _ = try await test.library.editAsset(asset.id, edit, by: test.caller())
        edit.tags = ["c", "B"]
        let edited = try await test.library.editAsset(asset.id, edit, by: test.caller())
        #expect(edited.tags == ["b", "c"])
        #expect(try await names(test) == ["b 1", "c 1"])
        let same = try await test.library.editAsset(asset.id, edit, ifMatch: edited.entityTag, by: test.caller())
        #expect(same.entityTag == edited.entityTag)
        #expect(try await test.library.tagAsset(asset.id, adding: ["C"], by: test.caller()).entityTag == edited.entityTag)
        try await test.expectSound()
    }

    @Test("tags of assets at once are counted right, and none is lost")
    func parallel() async throws {
        let test = try await TestLibrary()
        let processes = [test, try await TestLibrary(beside: test)]
        let assets = [try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11))]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask {
                    _ = try await processes[number % 2].library.tagAsset(
                        assets[number / 2 % 2].id, adding: ["all", "\(number / 4)"], removing: ["gone"], by: test.system)
                }
            }
            try await group.waitForAll()
        }
        #expect(Set(try await names(test)) == ["all 2", "0 2", "1 2", "2 2", "3 2"])
        try await test.expectSound()
    }

    @Test("what no tag may be is refused by name, and nothing is changed")
    func refused() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        for (tags, code) in [
            (["a,b"], "comma"), ([String(repeating: "x", count: 65)], "too_long"), (["a\u{0}"], "control_character"),
            ([" "], "blank"),
            ((0...100).map { "\($0)" }, "too_many"),
        ] {
            await #expect {
                try await test.library.tagAsset(asset.id, adding: tags, field: "name", by: test.caller())
            } throws: {
                ($0 as? AssetError)?.fields.map(\.code) == [code] && ($0 as? AssetError)?.fields.first?.field == "name"
            }
        }
        #expect(try await test.row(asset.id)?.tags == [])
        #expect(try await names(test) == [])
        let foreign = test.caller(neighbour: true)
        await #expect(throws: AssetError.notFound) { try await test.library.tagAsset(asset.id, adding: ["a"], by: foreign) }
        await #expect(throws: AssetError.changedMeanwhile) {
            try await test.library.tagAsset(asset.id, adding: ["a"], ifMatch: "\"other\"", by: test.caller())
        }
    }

    @Test("what completes a prefix comes most used first, page by page, and takes no character for more than it is")
    func listed() async throws {
        let test = try await TestLibrary()
        let (first, second) = (try await test.upload(Samples.text(10)), try await test.upload(Samples.text(11)))
        let odd = ["a%", "a_", "ab", "ac", "a\u{10ffff}", "b"]
        _ = try await test.library.tagAsset(first.id, adding: odd, by: test.caller())
        _ = try await test.library.tagAsset(second.id, adding: ["ac", "b"], by: test.caller())
        #expect(try await names(test, prefix: "A") == ["ac 2", "a% 1", "a_ 1", "ab 1", "a\u{10ffff} 1"])
        #expect(try await names(test, prefix: "a%") == ["a% 1"])
        #expect(try await names(test, prefix: "a\u{10ffff}") == ["a\u{10ffff} 1"])
        #expect(try await names(test, prefix: "a,") == [])
        var seen: [Library.Tag] = []
        while true {
            let page = try await test.library.listTags(after: seen.last.map { TagCursor(after: $0) }, limit: 2, by: test.caller())
            if page.isEmpty { break }
            seen += page
        }
        #expect(seen.map(\.name) == ["ac", "b", "a%", "a_", "ab", "a\u{10ffff}"])
        #expect(try await test.library.listTags(by: test.caller(neighbour: true)).isEmpty)
    }

    @Test("verify tells of a count and of a row that are not as the links are")
    func verify() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        _ = try await test.library.tagAsset(asset.id, adding: ["a", "b"], by: test.caller())
        try await test.change("UPDATE tag SET assets = 7 WHERE name = 'a'")
        try await test.change("UPDATE asset SET tags = 'a'")
        #expect(
            try await test.library.verify(checksums: false).differences == [
                "atelier: the tag “a” counts 7 assets, and 1 have it", "asset \(asset.id): its row names other tags than it has",
            ])
    }
}
