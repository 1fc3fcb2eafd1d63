import Database
import Library
import LibraryStore
import Operations
import Testing

/// Folders and what may become of them (M30).
@Suite("Folders")
struct FolderTests {
    @Test("folders nest, are told with their way from the root, and listed by name, whatever its case")
    func nesting() async throws {
        let test = try await TestLibrary()
        let zoo = try await test.folder("zoo")
        let ape = try await test.folder("Ape", in: zoo)
        let bee = try await test.folder("bee", in: zoo)
        let cat = try await test.folder("Cat")
        #expect(try await test.library.folderPath(to: ape.id, by: test.system).map(\.name) == ["zoo", "Ape"])
        #expect(try await test.listed(.root) == ["Cat", "zoo"])
        #expect(try await test.listed(.folder(zoo.id)) == ["Ape", "bee"])
        #expect(try await test.listed(.folder(cat.id)) == [])
        #expect(try await test.listed(.any) == ["Ape", "bee", "Cat", "zoo"])
        let page = try await test.library.listFolders(FolderQuery(limit: 2), by: test.system)
        #expect(page.total == 4 && page.next == FolderPosition(bee))
        let rest = try await test.library.listFolders(FolderQuery(after: page.next, limit: 2), by: test.system)
        #expect(rest.folders.map(\.name) == ["Cat", "zoo"] && rest.next == nil)
    }

    @Test(
        "a name is refused that is blank, a path, too long, or has marks that hide text",
        arguments: ["", "  ", "a/b", ".", "..", "a\0b", "\u{202e}gnp", "a\nb", String(repeating: "n", count: 256)])
    func refusedNames(_ name: String) async throws {
        let test = try await TestLibrary()
        let folder = try await test.folder("kept")
        func expectRefusal(_ body: () async throws -> Folder) async {
            await #expect { try await body() } throws: {
                ($0 as? FolderError)?.code == "invalid_fields"
                    && ($0 as? FolderError)?.fields.allSatisfy { $0.field == "name" } == true
            }
        }
        await expectRefusal { try await test.library.createFolder(name, in: nil, by: test.system) }
        await expectRefusal { try await test.library.editFolder(folder.id, FolderEdit(name: name), by: test.system) }
        #expect(try await test.listed(.any) == ["kept"])
    }

    @Test("a name of 255 characters is kept, trimmed and in NFC; an NFC twin or another case is the same name")
    func keptNames() async throws {
        let test = try await TestLibrary()
        let long = String(repeating: "ü", count: 255)
        #expect(try await test.folder("  \(long) ").name == long)
        let cafe = try await test.folder("Cafe\u{301}")
        #expect(Array(cafe.name.unicodeScalars) == Array("Caf\u{e9}".unicodeScalars))
        for twin in ["Caf\u{e9}", "CAFE\u{301}"] {
            await #expect(throws: FolderError.nameTaken("Café")) { _ = try await test.folder(twin) }
        }
        // Elsewhere, and for itself, the name is free.
        _ = try await test.folder("café", in: cafe)
        #expect(try await test.library.editFolder(cafe.id, FolderEdit(name: "CAFÉ"), by: test.system).name == "CAFÉ")
    }

    @Test("a folder is moved neither into itself nor below itself, nor to where its name is taken")
    func refusedMoves() async throws {
        let test = try await TestLibrary()
        let top = try await test.folder("top")
        let middle = try await test.folder("middle", in: top)
        let bottom = try await test.folder("bottom", in: middle)
        for target in [top, middle, bottom] {
            await #expect(throws: FolderError.cycle) { try await test.move(top, to: target) }
        }
        _ = try await test.folder("Bottom")
        await #expect(throws: FolderError.nameTaken("Bottom")) { try await test.move(bottom, to: nil) }
        #expect(try await test.library.folderPath(to: bottom.id, by: test.system).map(\.id) == [top.id, middle.id, bottom.id])
    }

    @Test("folders nest thirty-two deep, and no subtree is moved to where it would reach deeper")
    func depth() async throws {
        let test = try await TestLibrary()
        var chain = [try await test.folder("1")]
        for level in 2...Folder.maximumDepth { chain.append(try await test.folder("\(level)", in: chain.last)) }
        await #expect(throws: FolderError.tooDeep) { _ = try await test.folder("33", in: chain.last) }
        let pair = try await test.folder("pair")
        _ = try await test.folder("inner", in: pair)
        await #expect(throws: FolderError.tooDeep) { try await test.move(pair, to: chain[30]) }
        try await test.move(pair, to: chain[29])
        #expect(try await test.library.folderPath(to: chain[31].id, by: test.system).count == 32)
    }

    @Test("an organization has no more than ten thousand folders")
    func count() async throws {
        let test = try await TestLibrary()
        let id: SQL = test.library.database.dialect == .sqlite ? "randomblob(16)" : "gen_random_uuid()"
        try await test.change(
            """
            INSERT INTO folder (id, organization_id, name, name_folded, created_at, updated_at)
            WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 9999)
            SELECT \(id), \(test.organization.id), CAST(number AS TEXT), CAST(number AS TEXT), 0, 0 FROM numbers
            """)
        _ = try await test.folder("the last")
        await #expect(throws: FolderError.tooMany) { _ = try await test.folder("one more") }
        _ = try await test.library.createFolder("elsewhere", in: nil, by: test.caller(neighbour: true))
    }

    @Test("a folder of another organization is as unknown as a missing one, to everything that names one")
    func foreign() async throws {
        let test = try await TestLibrary()
        let other = try await test.library.createFolder("theirs", in: nil, by: test.caller(neighbour: true))
        let own = try await test.folder("own")
        for id in [other.id, FolderID.make(at: test.clock.now)] {
            let (library, system) = (test.library, test.system)
            await #expect(throws: FolderError.notFound()) { try await library.folder(id, by: system) }
            await #expect(throws: FolderError.notFound()) { try await library.folderPath(to: id, by: system) }
            await #expect(throws: FolderError.notFound()) { try await library.editFolder(id, FolderEdit(name: "x"), by: system) }
            for contents in FolderContents.allCases {
                await #expect(throws: FolderError.notFound()) {
                    try await library.deleteFolder(id, contents: contents, by: system)
                }
            }
            await #expect(throws: FolderError.notFound(field: "parentId")) {
                try await library.createFolder("x", in: id, by: system)
            }
            await #expect(throws: FolderError.notFound(field: "parentId")) {
                try await library.editFolder(own.id, FolderEdit(parentID: .some(id)), by: system)
            }
            await #expect(throws: FolderError.notFound(field: "parent")) { try await test.listed(.folder(id)) }
        }
        #expect(try await test.listed(.any) == ["own"])
    }

    @Test("a change based on another state is refused, one that changes nothing leaves no trace, and every change is audited")
    func changes() async throws {
        let test = try await TestLibrary()
        let folder = try await test.folder("first")
        let home = try await test.folder("home")
        #expect(try await test.library.editFolder(folder.id, FolderEdit(name: "first"), by: test.system).revision == 1)
        let renamed = try await test.library.editFolder(
            folder.id, FolderEdit(name: "second", parentID: .some(home.id)), ifMatch: folder.entityTag, by: test.system)
        #expect(renamed.entityTag != folder.entityTag)
        await #expect(throws: FolderError.changedMeanwhile) {
            try await test.library.editFolder(
                folder.id, FolderEdit(name: "third"), ifMatch: folder.entityTag, by: test.system)
        }
        await #expect(throws: FolderError.changedMeanwhile) {
            try await test.library.deleteFolder(folder.id, ifMatch: folder.entityTag, by: test.system)
        }
        try await test.library.deleteFolder(folder.id, ifMatch: renamed.entityTag, by: test.system)
        let entries = try await test.audit(of: folder.id)
        #expect(entries.map(\.action) == ["folder.delete", "folder.edit", "folder.create"])
        #expect(
            Set(entries[1].changes) == [
                AuditChange("name", "first", "second"), AuditChange("parentId", nil, home.id.description),
            ])
    }

    @Test("who reads sees folders, who edits makes and changes them, and who deletes deletes them")
    func capabilities() async throws {
        let test = try await TestLibrary(rules: [.readRole: "member", .editRole: "manager", .deleteRole: "admin"])
        let folder = try await test.folder("folder")
        let (member, manager) = (test.caller(.member), test.caller(.manager))
        #expect(try await test.library.listFolders(FolderQuery(), by: member).total == 1)
        await #expect(throws: AccessError.roleTooLow(.edit, least: .manager)) {
            try await test.library.createFolder("x", in: nil, by: member)
        }
        await #expect(throws: AccessError.roleTooLow(.edit, least: .manager)) {
            try await test.library.editFolder(folder.id, FolderEdit(name: "x"), by: member)
        }
        _ = try await test.library.editFolder(folder.id, FolderEdit(name: "x"), by: manager)
        await #expect(throws: AccessError.roleTooLow(.delete, least: .admin)) {
            try await test.library.deleteFolder(folder.id, by: manager)
        }
    }

    @Test("renaming and moving a folder touches no asset in it")
    func assetsStay() async throws {
        let test = try await TestLibrary()
        let folder = try await test.folder("folder")
        let asset = try await test.asset(in: folder)
        let before = try await test.feed()
        test.clock.advance(bySeconds: 60)
        try await test.move(folder, to: try await test.folder("elsewhere"))
        _ = try await test.library.editFolder(folder.id, FolderEdit(name: "other"), by: test.system)
        #expect(try await test.row(asset.id)?.entityTag == asset.entityTag)
        #expect(try await test.row(asset.id)?.folderID == folder.id)
        #expect(try await test.feed() == before)
    }

    @Test("verify tells of assets and folders that hang in the air, and of nothing else")
    func verification() async throws {
        let test = try await TestLibrary()
        let first = try await test.folder("first")
        let second = try await test.folder("second", in: first)
        let (lost, safe) = (try await test.asset("lost.txt", in: first), try await test.asset("safe.txt", in: second))
        try await test.expectSound()
        let foreign = try await test.library.createFolder("theirs", in: nil, by: test.caller(neighbour: true))
        try await test.change("UPDATE asset SET folder_id = \(foreign.id) WHERE id = \(lost.id)")
        try await test.change("UPDATE folder SET parent_id = \(second.id) WHERE id = \(first.id)")
        let told = try await test.library.verify(checksums: false).differences
        #expect(told.count == 3)
        #expect(
            [lost.id.description, first.id.description, second.id.description].allSatisfy { id in
                told.contains { $0.contains(id) }
            })
        #expect(!told.contains { $0.contains(safe.id.description) })
    }
}
