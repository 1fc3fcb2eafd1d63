import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("Showing, editing and listing")
struct ShowEditListTests {
    @Test("a foreign asset answers as a missing one, to every operation")
    func foreign() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let neighbour = test.caller(.owner, neighbour: true)
        for id in [asset.id, AssetID.make(at: test.clock.now)] {
            await #expect(throws: AssetError.notFound) { try await test.library.asset(id, by: neighbour) }
            await #expect(throws: AssetError.notFound) { try await test.library.editAsset(id, AssetEdit(), by: neighbour) }
            await #expect(throws: AssetError.notFound) { try await test.library.deleteAsset(id, by: neighbour) }
        }
        #expect(try await test.library.listAssets(AssetQuery(), by: neighbour).assets.isEmpty)
        #expect(try await test.library.listAssets(AssetQuery(search: "fil"), by: neighbour).total == 0)
        #expect(try await test.library.storageSummary(by: neighbour).internalBytes == 0)
        #expect(try await test.names() == ["file.txt"])
        try await test.expectSound()
    }

    @Test("what a role may not do is refused with the rule")
    func roles() async throws {
        let test = try await TestLibrary(profile: .site)
        let asset = try await test.uploadPicture()
        let manager = test.caller(.manager)
        await #expect(throws: AccessError.roleTooLow(.read, least: .admin)) {
            try await test.library.asset(asset.id, by: manager)
        }
        await #expect(throws: AccessError.roleTooLow(.read, least: .admin)) {
            try await test.library.listAssets(AssetQuery(), by: manager)
        }
        await #expect(throws: AccessError.roleTooLow(.read, least: .admin)) { try await test.library.storageSummary(by: manager) }
        await #expect(throws: AccessError.roleTooLow(.edit, least: .admin)) {
            try await test.library.editAsset(asset.id, AssetEdit(), by: manager)
        }
        await #expect(throws: AccessError.roleTooLow(.delete, least: .admin)) {
            try await test.library.deleteAsset(asset.id, by: manager)
        }
    }

    @Test("an edit changes what it names, moves the entity tag and is written down")
    func edit() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        var edit = AssetEdit()
        edit.title = .some("New")
        edit.visibility = .private
        edit.mediaType = .some(.logo)
        let edited = try await test.library.editAsset(asset.id, edit, ifMatch: asset.entityTag, by: test.caller())
        #expect(edited.metadata.title == "New" && edited.visibility == .private && edited.mediaType == .logo)
        #expect(edited.metadata.displayName == "file.txt")
        #expect(edited.entityTag != asset.entityTag)
        #expect(String(reflecting: try await test.library.asset(asset.id, by: test.caller())) == String(reflecting: edited))
        let actions = try await test.library.database.read { transaction in
            try await transaction.rows("SELECT action FROM audit_entry WHERE subject_id = \(asset.id) ORDER BY number").map {
                try $0.get("action", as: String.self)
            }
        }
        #expect(actions == ["asset.upload", "asset.edit"])
    }

    @Test("an edit of a state that has changed is refused, so of two editors one is told")
    func conflict() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    var edit = AssetEdit()
                    edit.title = .some("\(number)")
                    do {
                        _ = try await test.library.editAsset(asset.id, edit, ifMatch: asset.entityTag, by: test.caller())
                        return true
                    } catch {
                        #expect(error as? AssetError == .changedMeanwhile)
                        return false
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
    }

    @Test("edits within one microsecond, or with a clock that goes back, still move the entity tag")
    func tags() async throws {
        let test = try await TestLibrary()
        var asset = try await test.upload(Samples.text(10))
        test.clock.advance(bySeconds: -5000)
        var tags: Set<String> = [asset.entityTag]
        for number in 0..<5 {
            var edit = AssetEdit()
            edit.title = .some("\(number)")
            asset = try await test.library.editAsset(asset.id, edit, by: test.caller())
            tags.insert(asset.entityTag)
        }
        #expect(tags.count == 6)
    }

    @Test("a list says how many there are and where the next page begins, by page and by cursor")
    func pages() async throws {
        let test = try await TestLibrary()
        for number in 0..<7 { _ = try await test.upload(Samples.text(10), as: "note \(number).txt") }
        var seen: [String] = []
        var query = AssetQuery(sort: AssetSort("title")!, limit: 3)
        var pages = 0
        while true {
            let page = try await test.library.listAssets(query, by: test.caller(.member))
            #expect(page.total == 7)
            seen += page.assets.map(\.metadata.displayName)
            pages += 1
            guard let next = page.next else { break }
            query.position = .after(next)
        }
        #expect(pages == 3)
        #expect(seen == (0..<7).map { "note \($0).txt" })
        let second = try await test.library.listAssets(
            AssetQuery(sort: AssetSort("title")!, position: .page(2), limit: 3), by: test.caller())
        #expect(second.assets.map(\.metadata.displayName) == ["note 3.txt", "note 4.txt", "note 5.txt"])
        #expect(try await test.library.listAssets(AssetQuery(position: .page(9)), by: test.caller()).total == 7)
        #expect(try await test.library.listAssets(AssetQuery(search: "note 5"), by: test.caller()).total == 1)
        #expect(try await test.library.listAssets(AssetQuery(kinds: [.image]), by: test.caller()).total == 0)
        #expect(try await test.library.listAssets(AssetQuery(search: "note", limit: 2), by: test.caller()).total == 7)
    }

    @Test("the storage summary counts by kind and knows the limits")
    func summary() async throws {
        let test = try await TestLibrary(storageLimit: 10_000, fileLimit: 5000)
        let picture = try await test.uploadPicture()
        _ = try await test.upload(Samples.text(300))
        let summary = try await test.library.storageSummary(by: test.caller())
        #expect(summary.bytesByKind == [.document: 300, .image: picture.byteSize!])
        #expect(summary.internalBytes == 300 + picture.byteSize!)
        #expect(summary.assetCount == 2 && summary.reservedBytes == 0)
        #expect(summary.limitBytes == 10_000 && summary.maxFileBytes == 5000)
    }

    @Test("a database that does not answer is an error that says so, to every operation")
    func databaseDown() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let caller = try await test.member()
        let uploaded = try await test.library.uploadAsset(BytesSource([65]), UploadDetails(fileName: "a"), by: caller)
        await test.library.database.close()
        let down = ServiceError.databaseUnavailable()
        await #expect(throws: down) { try await test.library.asset(asset.id, by: test.caller()) }
        await #expect(throws: down) { try await test.library.listAssets(AssetQuery(), by: test.caller()) }
        await #expect(throws: down) { try await test.library.editAsset(asset.id, AssetEdit(), by: test.caller()) }
        await #expect(throws: down) { try await test.library.deleteAsset(asset.id, by: test.caller()) }
        await #expect(throws: down) { try await test.library.storageSummary(by: test.caller()) }
        await #expect(throws: down) { try await test.library.deliverFile(asset.storage!.key) }
        await #expect(throws: down) { try await test.library.session(token: "x") }
        await #expect(throws: down) { try await test.library.caller(token: "x") }
        await #expect(throws: down) { try await test.library.signIn(email: "a@b", password: "12345678", from: "192.0.2.1") }
        await #expect(throws: down) { try await test.library.uploaderEmail(of: uploaded) }
        let health = await test.library.health()
        #expect(!health.isServing && health.checks["database"] != "ok")
    }
}
