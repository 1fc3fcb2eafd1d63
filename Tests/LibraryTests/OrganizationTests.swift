import Library
import Testing

@Suite("Organizations, plans and profiles")
struct OrganizationTests {
    private func organization(_ plan: Plan, _ profile: Profile, file: Int64? = nil, storage: Int64? = nil) -> Organization {
        Organization(
            id: .make(at: Timestamp(microseconds: 0)), slug: "atelier", name: "Atelier", plan: plan, profile: profile,
            maxFileBytesOverride: file, maxStorageBytesOverride: storage, createdAt: Timestamp(microseconds: 0))
    }

    @Test("1 MB is 1,048,576 bytes and 1 GB 1,024 of them (M14)")
    func units() {
        #expect(Int64.mebibyte == 1_048_576)
        #expect(Int64.gibibyte == 1_073_741_824)
    }

    @Test(
        "the plans' limits are the mission's (M14)",
        arguments: [
            (Plan.free, 26_214_400, 1_073_741_824), (.pro, 104_857_600, 10_737_418_240), (.business, 262_144_000, 53_687_091_200),
        ] as [(Plan, Int64, Int64)])
    func plans(_ plan: Plan, _ file: Int64, _ storage: Int64) {
        #expect(organization(plan, .cms).maxFileBytes == file)
        #expect(organization(plan, .cms).maxStorageBytes == storage)
    }

    @Test("an override takes the plan's place, and a profile's cap is never exceeded")
    func overrides() {
        #expect(organization(.free, .cms, file: 7, storage: 9).maxFileBytes == 7)
        #expect(organization(.free, .cms, file: 7, storage: 9).maxStorageBytes == 9)
        #expect(organization(.business, .site).maxFileBytes == 5 * .mebibyte)
        #expect(organization(.business, .site, file: .gibibyte).maxFileBytes == 5 * .mebibyte)
        #expect(organization(.business, .site, file: 3).maxFileBytes == 3)
        #expect(organization(.business, .docs).maxFileBytes == 100 * .mebibyte)
        #expect(organization(.free, .docs).maxFileBytes == 25 * .mebibyte)
    }

    @Test("a slug is 2 to 63 of a–z, 0–9 and -, beginning and ending with a letter or digit")
    func slugs() {
        for slug in ["ab", "a1", "my-site", "0-0", String(repeating: "a", count: 63)] {
            #expect(throws: Never.self) { try Organization.checkSlug(slug) }
        }
        for slug in ["", "a", "-a", "a-", "A1", "a_b", "a b", "é1", "a/b", "..", "a\n", String(repeating: "a", count: 64)] {
            #expect(throws: OrganizationError.invalidSlug(slug)) { try Organization.checkSlug(slug) }
        }
    }

    @Test(
        "each profile takes the types the mission's table gives it",
        arguments: [
            (
                Profile.cms, ["image/jpeg", "image/svg+xml", "video/mp4", "application/zip", "application/x-sh", "text/html"],
                [String]()
            ),
            (
                .records, ["image/jpeg", "image/svg+xml", "image/heic"],
                ["video/mp4", "application/pdf", "audio/mpeg", "text/plain"]
            ),
            (
                .site, ["image/jpeg", "image/png", "image/gif", "image/webp"],
                ["image/svg+xml", "image/avif", "video/mp4", "application/pdf"]
            ),
            (.learning, ["image/jpeg", "video/mp4", "application/zip", "text/html"], []),
            (
                .docs,
                [
                    "image/jpeg", "image/png", "image/gif", "image/webp", "image/svg+xml", "video/mp4", "video/webm",
                    "audio/mpeg",
                    "audio/mp4", "audio/ogg", "audio/wav", "application/pdf", "application/zip",
                ], ["image/heic", "video/quicktime", "text/html", "text/plain", "application/msword"]
            ),
        ])
    func types(_ profile: Profile, _ accepted: [String], _ refused: [String]) {
        for type in accepted { #expect(profile.policy.acceptedTypes.contains(mimeType: type), "\(type)") }
        for type in refused { #expect(!profile.policy.acceptedTypes.contains(mimeType: type), "\(type)") }
    }

    @Test(
        "each profile gives its capabilities to the roles of the mission's table",
        arguments: [
            (Profile.cms, Role.member, Role.manager, Role.manager), (.records, .member, .manager, .manager),
            (.site, .admin, .admin, .admin), (.learning, .member, .member, .admin), (.docs, .admin, .admin, .admin),
        ])
    func roles(_ profile: Profile, _ read: Role, _ upload: Role, _ delete: Role) {
        let roles = profile.policy.leastRoles
        #expect(roles[.read] == read)
        #expect(roles[.upload] == upload)
        #expect(roles[.edit] == upload)
        #expect(roles[.delete] == delete)
        #expect(roles[.purge] == (profile == .records ? nil : delete))
        #expect(roles[.download] == (profile == .site ? .admin : .member))
        #expect(roles[.export] == .admin)
        #expect(roles[.administer] == .admin)
    }

    @Test("each profile deletes as the mission's table says")
    func deletion() {
        #expect(Profile.allCases.map { $0.policy.deleteInUse } == [.refuse, .trash, .refuse, .archive, .allow])
        #expect(Profile.allCases.map { $0.policy.deletedMeans } == [.trash, .trash, .trash, .archive, .purge])
        #expect(Profile.allCases.map { $0.policy.forcedDeleteMeans } == [.trash, .trash, .purge, .trash, .purge])
        #expect(Profile.allCases.map { $0.policy.trashDays } == [30, nil, 30, 30, 30])
        #expect(Profile.allCases.map { $0.policy.blankPathTaken } == [.suffix, .suffix, .suffix, .suffix, .refuse])
    }

    @Test("every value of a policy is read back as it is said", arguments: Profile.allCases, PolicyKey.allCases)
    func roundTrip(_ profile: Profile, _ key: PolicyKey) {
        var other = Profile.allCases.first { $0.policy.text(of: key) != profile.policy.text(of: key) }?.policy ?? Policy()
        let isSet = other.set(key, profile.policy.text(of: key))
        #expect(isSet)
        #expect(other.text(of: key) == profile.policy.text(of: key))
    }

    @Test(
        "a value that is none of a rule's is refused and changes nothing",
        arguments: [
            (PolicyKey.acceptedTypes, "images"), (.acceptedTypes, "image, image/png"), (.acceptedTypes, ""),
            (.acceptedTypes, "a/b/c"),
            (.largestFileBytes, "0"), (.largestFileBytes, "5 MB"), (.blankPathTaken, "ask"), (.deleteInUse, ""),
            (.deletedMeans, "gone"),
            (.forcedDeleteMeans, "archive"), (.trashDays, "0"), (.trashDays, "3651"), (.readRole, "superadmin"), (.purgeRole, ""),
        ])
    func refusedValues(_ key: PolicyKey, _ text: String) {
        var policy = Policy()
        let isSet = policy.set(key, text)
        #expect(!isSet)
        #expect(policy == Policy())
    }

    @Test("an owner's own values stand over the profile's, and one that cannot be read leaves it")
    func ownValues() {
        let policy = Profile.learning.policy.overridden(by: [
            .deleteRole: "manager", .trashDays: "soon", .acceptedTypes: "pdf, image",
        ])
        #expect(policy.leastRoles[.delete] == .manager)
        #expect(policy.trashDays == 30)
        #expect(policy.acceptedTypes == .kinds([.image, .pdf]))
        #expect(policy.deletedMeans == .archive)
    }

    @Test("what is accepted can be said in a sentence")
    func summaries() {
        #expect(Profile.cms.policy.acceptedTypes.summary == "any file")
        #expect(Profile.records.policy.acceptedTypes.summary == "image files")
        #expect(Profile.site.policy.acceptedTypes.summary == "image/jpeg, image/png, image/gif, image/webp")
    }
}
