import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("Settings of an organization")
struct OrganizationSettingsTests {
    private func change(
        _ test: TestLibrary, _ values: [OrganizationField: String?], ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> Organization {
        try await test.library.changeOrganization(OrganizationEdit(values), ifMatch: entityTag, by: caller)
    }

    @Test("an admin names it, an owner sets its rules, and only a superadmin its limits")
    func rights() async throws {
        let test = try await TestLibrary()
        let (manager, admin, owner) = (test.caller(.manager), test.caller(.admin), test.caller(.owner))
        await #expect(throws: AccessError.roleTooLow(.administer, least: .admin)) {
            try await change(test, [.name: "Mine"], by: manager)
        }
        #expect(try await change(test, [.name: "Studio"], by: admin).name == "Studio")
        for field in [OrganizationField.profile, .policy(.trashDays)] {
            await #expect(throws: AccessError.ownerRequired(to: "change its “\(field.name)”")) {
                try await change(test, [.name: "Taken along", field: nil], by: admin)
            }
        }
        #expect(try await change(test, [.profile: "site", .policy(.trashDays): "never"], by: owner).policy.trashDays == nil)
        for field in [OrganizationField.plan, .maxFileBytes, .maxStorageBytes] {
            await #expect(throws: AccessError.superadminRequired(field: field.name)) {
                try await change(test, [.name: "Taken along", field: "1"], by: owner)
            }
        }
        let superadmin = Caller(
            user: User(id: .make(at: test.clock.now), email: "root@example.org", isSuperadmin: true, createdAt: test.clock.now),
            organization: test.organization, role: nil, door: .api)
        #expect(try await change(test, [.plan: "pro", .maxFileBytes: "2 MB"], by: superadmin).maxFileBytes == 2 * .mebibyte)
        #expect(try await test.state().name == "Studio")
    }

    @Test("every bad value is told at once with what is accepted, and nothing is changed")
    func badValues() async throws {
        let test = try await TestLibrary()
        let bad: [OrganizationField: String?] = [
            .name: " ", .plan: "gold", .profile: nil, .maxFileBytes: "-1", .policy(.acceptedTypes): "image, text/plain",
            .policy(.trashDays): "0", .policy(.deleteRole): "king", .policy(.forcedDeleteMeans): "archive",
            .policy(.largestFileBytes): "1e9",
        ]
        do {
            _ = try await change(test, bad.merging([.maxStorageBytes: "5"]) { $1 }, by: test.system)
            Issue.record("bad values were taken")
        } catch let error as OrganizationError {
            #expect(Set(error.fields.map(\.field)) == Set(bad.keys.map(\.name)))
            #expect(error.fields.contains { $0.detail == "“trashDays” accepts a number of days from 1 to 3650, or never." })
        }
        let state = try await test.state()
        #expect(state.maxStorageBytesOverride == nil && state.revision == test.organization.revision)
    }

    @Test("a rule set here stays when the profile changes, and gives way to it when it is given back")
    func overrides() async throws {
        let test = try await TestLibrary()
        let own: [OrganizationField: String?] = [.policy(.trashDays): "7", .policy(.acceptedTypes): "PDF,image"]
        let first = try await change(test, own, by: test.system)
        #expect(first.policyOverrides == [.trashDays: "7", .acceptedTypes: "image, pdf"])
        let second = try await change(test, [.profile: "records"], by: test.system)
        #expect(second.policy.trashDays == 7 && second.policy.acceptedTypes == .kinds([.image, .pdf]))
        let third = try await change(test, [.policy(.trashDays): nil, .policy(.acceptedTypes): nil], by: test.system)
        #expect(third.policyOverrides.isEmpty && third.policy == Profile.records.policy)
    }

    @Test("a change of a state that has changed is refused")
    func conflict() async throws {
        let test = try await TestLibrary()
        let seen = try await test.state().entityTag
        _ = try await change(test, [.name: "First"], ifMatch: seen, by: test.caller())
        await #expect(throws: OrganizationError.changedMeanwhile) {
            try await change(test, [.name: "Second"], ifMatch: seen, by: test.caller())
        }
        #expect(try await test.state().name == "First")
    }

    @Test("a change is told with what was and what is; what changes nothing leaves no trace")
    func audit() async throws {
        let test = try await TestLibrary()
        _ = try await change(test, [.name: "Studio", .policy(.trashDays): "7", .plan: "free"], by: test.system)
        let before = try await test.state()
        _ = try await change(test, [.name: "Studio", .policy(.trashDays): "7"], by: test.system)
        _ = try await change(test, [.policy(.trashDays): nil, .maxFileBytes: "5"], by: test.system)
        let page = try await test.library.auditLog(AuditQuery(action: "organization.change"), by: test.system)
        #expect(
            page.records.map(\.changes) == [
                [AuditChange("maxFileBytes", nil, "5"), AuditChange("policy.trashDays", "7", nil)],
                [AuditChange("name", "Atelier", "Studio"), AuditChange("policy.trashDays", nil, "7")],
            ])
        #expect(page.records.allSatisfy { $0.action == "organization.change" && $0.door == .commandLine })
        #expect(try await test.state().revision == before.revision + 1)
    }

    @Test("changes at once are all made, each on top of the others")
    func race() async throws {
        let test = try await TestLibrary()
        let keys = Array(PolicyKey.allCases.filter { $0.capability != nil })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for key in keys { group.addTask { _ = try await change(test, [.policy(key): "owner"], by: test.system) } }
            try await group.waitForAll()
        }
        #expect(try await test.state().policyOverrides == Dictionary(uniqueKeysWithValues: keys.map { ($0, "owner") }))
    }

    @Test("a plan's own limits hold for its organizations without limits of their own, and end with them")
    func plans() async throws {
        let test = try await TestLibrary()
        let system = ServerCaller(user: nil, door: .commandLine)
        func setFree(_ settings: [(key: String, value: String)]) async throws -> PlanLimits {
            try await test.library.changePlan(.free, settings: settings, by: system)
        }
        func upload() async throws {
            let caller = Caller(user: nil, organization: try await test.state(), role: nil, door: .commandLine)
            _ = try await test.library.uploadAsset(BytesSource(Samples.text(60)), UploadDetails(fileName: "a.txt"), by: caller)
        }
        _ = try await setFree([("maxFileBytes", "50")])
        await #expect(throws: AssetError.fileTooLarge(limit: 50)) { try await upload() }
        _ = try await setFree([("maxFileBytes", ""), ("maxStorageBytes", "100")])
        try await upload()
        await #expect(throws: AssetError.quotaExceeded(limit: 100)) { try await upload() }
        _ = try await change(test, [.maxStorageBytes: "1000"], by: test.system)
        try await upload()
        await #expect(throws: OrganizationError.self) { try await setFree([("maxFileBytes", "7"), ("colour", "red")]) }
        #expect(try await test.library.plans().map(\.limits.maxStorageBytes) == [100, 10 * .gibibyte, 50 * .gibibyte])
        #expect(try await setFree([("maxStorageBytes", "")]).limits == Plan.free.limits)
        let nobody = ServerCaller(user: test.caller().user, door: .api)
        await #expect(throws: AccessError.superadminRequired()) {
            try await test.library.changePlan(.free, settings: [], by: nobody)
        }
    }
}
