import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("Audit log")
struct AuditTests {
    @Test("an edit is told with every field that changed")
    func edit() async throws {
        let test = try await TestLibrary()
        let member = try await test.member(.manager)
        let asset = try await test.upload(Samples.text(10))
        var edit = AssetEdit()
        edit.title = "Title"
        edit.label = .some(nil)
        edit.visibility = .private
        edit.mediaType = .some(.logo)
        _ = try await test.library.editAsset(asset.id, edit, by: member)
        let record = try #require(
            try await test.library.auditLog(AuditQuery(action: "asset.edit"), by: test.system).records.first)
        #expect(
            record.changes == [
                AuditChange("mediaType", nil, "logo"), AuditChange("title", nil, "Title"),
                AuditChange("visibility", "public", "private"),
            ])
        #expect(record.userEmail == "manager@example.org" && record.subjectName == "file.txt" && record.door == .api)
    }

    @Test("a logo that is set, replaced and removed leaves its addresses in the log")
    func logo() async throws {
        let test = try await TestLibrary()
        let set = try await test.library.setLogo(BytesSource(try await Samples.picture.value), by: test.system)
        try await test.library.removeLogo(by: test.system)
        let records = try await test.library.auditLog(AuditQuery(action: "organization.logo"), by: test.system).records
        let path = try #require(set.logo).publicPath
        #expect(records.map(\.changes) == [[AuditChange("logo", path, nil)], [AuditChange("logo", nil, path)]])
    }

    @Test("pages follow one another without a gap, newest first, and say how many there are")
    func pages() async throws {
        let test = try await TestLibrary()
        for number in 0..<7 { _ = try await test.upload(Samples.text(5), as: "\(number).txt") }
        var query = AuditQuery(action: "asset.", limit: 3)
        var names: [[String]] = []
        repeat {
            let page = try await test.library.auditLog(query, by: test.system)
            #expect(page.total == 7)
            names.append(page.records.map(\.subjectName))
            query.before = page.next
        } while query.before != nil
        #expect(names == [["6.txt", "5.txt", "4.txt"], ["3.txt", "2.txt", "1.txt"], ["0.txt"]])
    }

    @Test("entries are found by subject, by user and by what the action begins with, and by nothing like it")
    func filters() async throws {
        let test = try await TestLibrary()
        let member = try await test.member(.admin)
        let asset = try await test.upload(Samples.text(5))
        var edit = AssetEdit()
        edit.title = "x"
        _ = try await test.library.editAsset(asset.id, edit, by: member)
        _ = try await test.library.changeOrganization(OrganizationEdit([.name: "Studio"]), by: member)
        func actions(_ query: AuditQuery) async throws -> [String] {
            try await test.library.auditLog(query, by: test.system).records.map(\.action)
        }
        #expect(try await actions(AuditQuery(subject: ID(rawValue: asset.id.rawValue))) == ["asset.edit", "asset.upload"])
        #expect(try await actions(AuditQuery(user: member.user?.id)) == ["organization.change", "asset.edit"])
        #expect(try await actions(AuditQuery(user: member.user?.id, action: "asset")) == ["asset.edit"])
        for action in ["%", "asset_", "Asset.", "\0", "asset.upload.more"] {
            #expect(try await actions(AuditQuery(action: action)) == [])
        }
    }

    @Test("nobody reads the log of another organization, nor his own without being an admin")
    func foreign() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(5))
        let neighbour = test.caller(.owner, neighbour: true)
        #expect(
            try await test.library.auditLog(AuditQuery(subject: ID(rawValue: asset.id.rawValue)), by: neighbour).records.isEmpty)
        await #expect(throws: AccessError.roleTooLow(.administer, least: .admin)) {
            try await test.library.auditLog(AuditQuery(), by: test.caller(.manager))
        }
    }
}
