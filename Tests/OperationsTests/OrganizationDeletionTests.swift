import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Deleting an organization")
struct OrganizationDeletionTests {
    @Test("its files stay under their addresses, what was in Trash stays away, and nothing else is left")
    func detaches() async throws {
        let test = try await TestLibrary()
        let (shown, archived, trashed) = (
            try await test.renderedPicture(), try await test.upload(Samples.text(10)), try await test.upload(Samples.text(20))
        )
        _ = try await test.library.archiveAsset(archived.id, by: test.system)
        try await test.library.deleteAsset(trashed.id, by: test.system)
        let keys = try await test.blobKeys()
        try await test.deleteOrganization()
        for key in keys where key != trashed.storage?.key {
            #expect(try await test.library.deliverFile(key).byteSize > 0, "\(key)")
        }
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(trashed.storage!.key) }
        let detached = try await test.detached()
        #expect(Set(detached.map(\.asset.id)) == [shown.id, archived.id, trashed.id])
        #expect(detached.allSatisfy { $0.organization.slug == "atelier" && $0.organization.name == "Atelier" })
        #expect(detached.allSatisfy { $0.asset.organizationID == nil && $0.asset.scope == .detached })
        try await test.expectDetached(blobs: 5)
    }

    @Test("its members, tokens and invitations find nothing any more, as if it had never been")
    func gone() async throws {
        let test = try await TestLibrary()
        let member = try await test.member(.owner)
        let token = try await test.library.createToken(
            email: "owner@example.org", organization: "atelier", scopes: [.admin], lifetimeSeconds: nil)
        let asset = try await test.upload(Samples.text(10))
        try await test.library.deleteOrganization(confirmedBy: "atelier", by: member)
        await #expect(throws: AccessError.organizationUnknown) {
            try await test.library.caller(try #require(member.user), in: "atelier", door: .api)
        }
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: token) }
        // Whoever had come in before finds nothing either.
        #expect(try await test.library.listAssets(AssetQuery(), by: member).assets.isEmpty)
        await #expect(throws: AssetError.notFound) { try await test.library.asset(asset.id, by: member) }
        await #expect(throws: AssetError.notFound) { try await test.library.deleteAsset(asset.id, by: member) }
        await #expect(throws: AccessError.organizationUnknown) { try await test.library.removeLogo(by: member) }
        await #expect(throws: AccessError.organizationUnknown) {
            try await test.library.changeOrganization(OrganizationEdit([.name: "x"]), by: member)
        }
        await #expect(throws: AccessError.organizationUnknown) {
            try await test.library.deleteOrganization(confirmedBy: "atelier", by: member)
        }
        await #expect(throws: AccessError.organizationUnknown) {
            try await test.library.setLogo(BytesSource(try await Samples.picture.value), by: member)
        }
        await #expect(throws: AccessError.organizationUnknown) {
            try await test.library.uploadAsset(BytesSource(Samples.text(10)), UploadDetails(fileName: "a.txt"), by: member)
        }
        try await test.expectDetached(blobs: 1)
    }

    @Test("only owners and superadmins delete it, signed in, and by its slug")
    func rights() async throws {
        let test = try await TestLibrary()
        await #expect(throws: AccessError.ownerRequired(to: "delete it")) {
            try await test.library.deleteOrganization(confirmedBy: "atelier", by: test.caller(.admin))
        }
        let token = Caller(
            user: test.caller().user, organization: test.organization, role: .owner, scopes: [.admin],
            tokenID: .make(at: test.clock.now), door: .api)
        await #expect(throws: AccessError.sessionRequired) {
            try await test.library.deleteOrganization(confirmedBy: "atelier", by: token)
        }
        for slug in ["", "Atelier", "atelier ", "neighbour"] {
            await #expect(throws: OrganizationError.notConfirmed(slug: "atelier")) {
                try await test.library.deleteOrganization(confirmedBy: slug, by: test.caller(.owner))
            }
        }
        #expect(try await test.state().id == test.organization.id)
        try await test.library.deleteOrganization(confirmedBy: "neighbour", by: try await superadmin(test))
    }

    private func superadmin(_ test: TestLibrary) async throws -> Caller {
        _ = try await test.library.createUser(email: "root@example.org", password: "correct horse", isSuperadmin: true)
        let user = try await test.library.database.read { try await $0.users.find(email: "root@example.org")?.user }
        return try await test.library.caller(try #require(user), in: "neighbour", door: .api)
    }

    @Test("its logo is removed with it, and if that fails by the sweep")
    func logo() async throws {
        for isFailing in [false, true] {
            let test = try await TestLibrary()
            let key = try #require(
                try await test.library.setLogo(BytesSource(try await Samples.picture.value), by: test.system).logo
            ).key
            #expect(try await test.library.deliverFile(key).byteSize > 0)
            if isFailing { test.blobs.fail(.delete, with: .unavailable("away")) }
            try await test.deleteOrganization()
            await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) }
            test.blobs.heal()
            #expect(try await test.blobKeys().count == (isFailing ? 1 : 0))
            if isFailing {
                #expect(try await test.library.verify(checksums: false).differences.count == 1)
                #expect(try await test.library.sweep(graceSeconds: 0).blobs == 1)
            }
            _ = try await test.library.sweep(graceSeconds: 0)
            try await test.expectDetached(blobs: 0)
        }
    }

    @Test("another organization with the same slug inherits nothing")
    func namesake() async throws {
        let test = try await TestLibrary()
        let member = try await test.member(.owner)
        let token = try await test.library.createToken(
            email: "owner@example.org", organization: "atelier", scopes: [.admin], lifetimeSeconds: nil)
        let asset = try await test.renderedPicture()
        _ = try await test.library.setLogo(BytesSource(try await Samples.picture.value), by: test.system)
        _ = try await test.library.changeOrganization("atelier", settings: [("maxStorageBytes", "5"), ("trashDays", "3")])
        try await test.deleteOrganization()
        let next = try await test.library.createOrganization(slug: "atelier", name: nil, plan: .free, profile: .cms)
        let state = try await test.state()
        #expect(state.id == next.id && state.id != test.organization.id && state.logo == nil && state.usedBytes == 0)
        #expect(state.maxStorageBytes == Plan.free.limits.maxStorageBytes && state.policyOverrides.isEmpty)
        let owner = Caller(user: nil, organization: next, role: nil, door: .commandLine)
        #expect(try await test.library.listAssets(AssetQuery(), by: owner).assets.isEmpty)
        let log = try await test.library.auditLog(AuditQuery(), by: owner).records
        #expect(log.map(\.action) == ["organization.create"] && log.allSatisfy { $0.subjectID.rawValue == next.id.rawValue })
        await #expect(throws: AssetError.notFound) { try await test.library.asset(asset.id, by: owner) }
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: token) }
        await #expect(throws: AccessError.organizationUnknown) {
            try await test.library.caller(try #require(member.user), in: "atelier", door: .api)
        }
        try await test.expectSound()
        #expect(try await test.blobKeys().count == 3)
    }

    @Test("what a crash left under its prefix is a difference, and swept; what its files need is not")
    func orphans() async throws {
        let test = try await TestLibrary()
        let asset = try await test.renderedPicture()
        let orphan = try BlobKey("organizations/\(test.organization.id)/media/orphan.bin")
        try await test.blobs.put([1], as: orphan)
        try await test.deleteOrganization()
        #expect(try await test.library.verify(checksums: false).differences.map { $0.contains("orphan.bin") } == [true])
        #expect(try await test.library.sweep(graceSeconds: 60).blobs == 0)
        #expect(try await test.library.sweep(graceSeconds: 0).blobs == 1)
        #expect(try await test.library.deliverFile(asset.storage!.key).byteSize == asset.byteSize)
        _ = try await test.library.sweep(graceSeconds: 0)
        try await test.expectDetached(blobs: 3)
    }

    @Test("a detached file that is missing, cut or damaged is a difference")
    func damage() async throws {
        let test = try await TestLibrary()
        let asset = try await test.renderedPicture()
        try await test.deleteOrganization()
        for key in try await test.blobKeys() where key != asset.storage?.key {
            try await test.blobs.delete(BlobKey(key))
        }
        #expect(try await test.library.verify(checksums: false).differences.count == 2)
        try await test.blobs.delete(BlobKey(asset.storage!.key))
        try await test.blobs.put(Array(repeating: 0, count: Int(asset.byteSize!)), as: BlobKey(asset.storage!.key))
        #expect(try await test.library.verify(checksums: false).differences.count == 2)
        #expect(try await test.library.verify(checksums: true).differences.count == 3)
    }
}
