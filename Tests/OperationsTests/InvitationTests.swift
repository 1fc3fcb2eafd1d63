import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("Invitations")
struct InvitationTests {
    private static let password = "correct horse"

    private func withOwner() async throws -> (TestLibrary, Caller) {
        let test = try await TestLibrary()
        return (test, try await test.join("owner@example.org", .owner))
    }

    @Test("somebody without an account makes one, is a member and signed in, and the link is used up")
    func newAccount() async throws {
        let (test, owner) = try await withOwner()
        let created = try await test.library.inviteMember(
            InvitationRequest(email: " New@Example.org ", role: .manager), by: owner)
        #expect(created.invitation.email == "new@example.org" && created.path == "/invitations/\(created.secret)")
        #expect(created.secret.utf8.count >= 43)
        let open = try await test.library.openInvitation(secret: created.secret)
        #expect(open.organization.slug == "atelier" && !open.hasAccount && open.invitation.role == .manager)
        let (membership, session) = try await test.library.acceptInvitation(secret: created.secret, newPassword: Self.password)
        #expect(membership.role == .manager && membership.organization.slug == "atelier")
        #expect(try await test.library.session(token: session.token)?.user.email == "new@example.org")
        #expect(try await test.roles() == ["owner@example.org": .owner, "new@example.org": .manager])
        await #expect(throws: MemberError.invitationUnusable) { try await test.library.openInvitation(secret: created.secret) }
        await #expect(throws: MemberError.invitationUnusable) {
            try await test.library.acceptInvitation(secret: created.secret, newPassword: Self.password)
        }
        #expect(
            try await test.audited() == [
                "member.invite new@example.org role: nothing → manager", "member.join new@example.org role: nothing → manager",
            ])
    }

    @Test("a password that will not do uses nothing up")
    func shortPassword() async throws {
        let (test, owner) = try await withOwner()
        let created = try await test.library.inviteMember(InvitationRequest(email: "new@example.org", role: .member), by: owner)
        let error = await #expect(throws: AccessError.self) {
            try await test.library.acceptInvitation(secret: created.secret, newPassword: "1234567")
        }
        #expect(error?.fields.map(\.field) == ["password"])
        #expect(try await test.library.openInvitation(secret: created.secret).hasAccount == false)
    }

    @Test("whoever has an account accepts with a session of that address, and with no other")
    func account() async throws {
        let (test, owner) = try await withOwner()
        let guest = try await test.join("guest@example.org", .member, of: test.neighbour)
        let other = try await test.join("other@example.org", .member, of: test.neighbour)
        let created = try await test.library.inviteMember(InvitationRequest(email: "guest@example.org", role: .admin), by: owner)
        #expect(try await test.library.openInvitation(secret: created.secret).hasAccount)
        await #expect(throws: MemberError.accountExists(email: "guest@example.org")) {
            try await test.library.acceptInvitation(secret: created.secret, newPassword: Self.password)
        }
        let otherUser = try #require(other.user)
        await #expect(throws: MemberError.invitationForAnother(email: "guest@example.org")) {
            try await test.library.acceptInvitation(secret: created.secret, by: otherUser, door: .dashboard)
        }
        let user = try #require(guest.user)
        let membership = try await test.library.acceptInvitation(secret: created.secret, by: user, door: .dashboard)
        #expect(membership.role == .admin)
        await #expect(throws: MemberError.invitationUnusable) {
            try await test.library.acceptInvitation(secret: created.secret, by: user, door: .dashboard)
        }
    }

    @Test("of many who take one link at once, one joins")
    func once() async throws {
        let (test, owner) = try await withOwner()
        let guest = try #require(try await test.join("guest@example.org", .member, of: test.neighbour).user)
        let created = try await test.library.inviteMember(InvitationRequest(email: "guest@example.org", role: .admin), by: owner)
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        _ = try await test.library.acceptInvitation(secret: created.secret, by: guest, door: .dashboard)
                        return "joined"
                    } catch {
                        return (error as? any Failure)?.code ?? "\(error)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == ["joined": 1, "invitation_not_found": 7])
        #expect(try await test.audited().filter { $0.hasPrefix("member.join") }.count == 1)
    }

    @Test("unknown, expired, revoked and replaced links are one and the same")
    func unusable() async throws {
        let (test, owner) = try await withOwner()
        let request = InvitationRequest(email: "new@example.org", role: .member, expiresInDays: 1)
        let replaced = try await test.library.inviteMember(request, by: owner)
        let revoked = try await test.library.inviteMember(request, by: owner)
        #expect(try await test.library.openInvitation(secret: revoked.secret).invitation.id == revoked.invitation.id)
        try await test.library.revokeInvitation(revoked.invitation.id, by: owner)
        let expired = try await test.library.inviteMember(request, by: owner)
        test.clock.advance(bySeconds: 86_400 - 1)
        #expect(try await test.library.invitations(by: owner).map(\.email) == ["new@example.org"])
        test.clock.advance(bySeconds: 1)
        #expect(try await test.library.invitations(by: owner).isEmpty)
        for secret in [replaced.secret, revoked.secret, expired.secret, "", "x", "a\u{0}b", expired.secret + "x"] {
            await #expect(throws: MemberError.invitationUnusable) { try await test.library.openInvitation(secret: secret) }
            await #expect(throws: MemberError.invitationUnusable) {
                try await test.library.acceptInvitation(secret: secret, newPassword: Self.password)
            }
        }
        await #expect(throws: MemberError.invitationNotFound) {
            try await test.library.revokeInvitation(expired.invitation.id, by: owner)
        }
        #expect(
            try await test.audited() == [
                "member.invite new@example.org role: nothing → member", "member.invite new@example.org role: nothing → nothing",
                "invitation.revoke new@example.org role: member → nothing",
                "member.invite new@example.org role: nothing → member",
            ])
    }

    @Test("no secret is in the database")
    func stored() async throws {
        let (test, owner) = try await withOwner()
        let created = try await test.library.inviteMember(InvitationRequest(email: "new@example.org", role: .member), by: owner)
        let row = try #require(
            try await test.library.database.read { try await $0.row("SELECT * FROM invitation WHERE email = 'new@example.org'") })
        for index in row.columns.names.indices {
            let value = try row.get(at: index, as: SQLValue.self)
            if case .blob(let bytes) = value { #expect(bytes.count == 32 && bytes != Array(created.secret.utf8)) }
            if case .text(let text) = value { #expect(!text.contains(created.secret)) }
        }
    }

    @Test("a present member, a bad address and an odd number of days are refused; a higher role than one's own too")
    func refusals() async throws {
        let (test, owner) = try await withOwner()
        let admin = try await test.join("admin@example.org", .admin)
        await #expect(throws: MemberError.alreadyMember(email: "owner@example.org")) {
            try await test.library.inviteMember(InvitationRequest(email: "OWNER@example.org", role: .member), by: owner)
        }
        let error = await #expect(throws: AccessError.self) {
            try await test.library.inviteMember(InvitationRequest(email: "nobody", role: .member, expiresInDays: 31), by: owner)
        }
        #expect(error?.fields.map(\.field) == ["email", "expiresInDays"])
        await #expect(throws: MemberError.roleAboveOwn(.owner)) {
            try await test.library.inviteMember(InvitationRequest(email: "new@example.org", role: .owner), by: admin)
        }
        let created = try await test.library.inviteMember(InvitationRequest(email: "new@example.org", role: .owner), by: owner)
        await #expect(throws: MemberError.roleAboveOwn(.owner)) {
            try await test.library.inviteMember(InvitationRequest(email: "new@example.org", role: .member), by: admin)
        }
        await #expect(throws: MemberError.roleAboveOwn(.owner)) {
            try await test.library.revokeInvitation(created.invitation.id, by: admin)
        }
        #expect(try await test.library.openInvitation(secret: created.secret).invitation.role == .owner)
    }

    @Test("a neighbour's invitation is as unknown as a missing one")
    func foreign() async throws {
        let (test, owner) = try await withOwner()
        let neighbour = try await test.join("other@example.org", .owner, of: test.neighbour)
        let created = try await test.library.inviteMember(
            InvitationRequest(email: "new@example.org", role: .member), by: neighbour)
        for id in [created.invitation.id, InvitationID(rawValue: 0)] {
            await #expect(throws: MemberError.invitationNotFound) { try await test.library.revokeInvitation(id, by: owner) }
        }
        #expect(try await test.library.invitations(by: owner).isEmpty)
        #expect(try await test.library.invitations(by: neighbour).count == 1)
    }

    @Test("somebody who became a member meanwhile keeps the role they have")
    func alreadyIn() async throws {
        let (test, owner) = try await withOwner()
        let created = try await test.library.inviteMember(InvitationRequest(email: "late@example.org", role: .member), by: owner)
        let late = try #require(try await test.join("late@example.org", .owner).user)
        #expect(try await test.library.acceptInvitation(secret: created.secret, by: late, door: .api).role == .owner)
        #expect(try await test.roles()["late@example.org"] == .owner)
    }

    @Test("a superadmin's new organization has them as owner; nobody else creates one")
    func organizations() async throws {
        let test = try await TestLibrary()
        let now = test.library.now
        let root = User(id: .make(at: now), email: "root@example.org", isSuperadmin: true, createdAt: now)
        try await test.library.database.write { try await $0.users.insert(root, passwordHash: "none") }
        let made = try await test.library.createOrganization(
            slug: "studio", name: "Studio", plan: .pro, profile: .docs, by: ServerCaller(user: root, door: .api))
        #expect(try await test.roles(in: made) == ["root@example.org": .owner])
        let editor = try #require(try await test.join("editor@example.org", .owner).user)
        await #expect(throws: AccessError.superadminRequired()) {
            try await test.library.createOrganization(
                slug: "mine", name: nil, plan: .free, profile: .cms, by: ServerCaller(user: editor, door: .api))
        }
        await #expect(throws: OrganizationError.notFound("mine")) { try await test.library.organization("mine") }
    }
}
