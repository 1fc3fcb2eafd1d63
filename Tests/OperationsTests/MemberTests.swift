import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("Members")
struct MemberTests {
    @Test("owners come first, then by address, and a neighbour's members are not among them")
    func list() async throws {
        let test = try await TestLibrary()
        _ = try await test.join("zoe@example.org", .owner)
        _ = try await test.join("adam@example.org", .member)
        let admin = try await test.join("ben@example.org", .admin)
        _ = try await test.join("other@example.org", .owner, of: test.neighbour)
        #expect(
            try await test.library.members(by: admin).map(\.email) == ["zoe@example.org", "ben@example.org", "adam@example.org"])
    }

    @Test("a role is changed and the log says from what to what")
    func change() async throws {
        let test = try await TestLibrary()
        let owner = try await test.join("owner@example.org", .owner)
        let member = try await test.join("editor@example.org", .member)
        #expect(try await test.library.changeMemberRole(member.userID, to: .manager, by: owner).role == .manager)
        #expect(try await test.roles() == ["owner@example.org": .owner, "editor@example.org": .manager])
        #expect(try await test.audited() == ["member.role editor@example.org role: member → manager"])
        _ = try await test.library.changeMemberRole(member.userID, to: .manager, by: owner)
        #expect(try await test.audited().count == 1)
    }

    @Test("an admin neither makes nor changes nor removes an owner; a superadmin does")
    func ownersAreAboveAdmins() async throws {
        let test = try await TestLibrary()
        let owner = try await test.join("owner@example.org", .owner)
        _ = try await test.join("second@example.org", .owner)
        let admin = try await test.join("admin@example.org", .admin)
        let member = try await test.join("editor@example.org", .member)
        for (user, role) in [(member.userID, Role.owner), (admin.userID, .owner), (owner.userID, .member)] {
            await #expect(throws: MemberError.roleAboveOwn(.owner)) {
                try await test.library.changeMemberRole(user, to: role, by: admin)
            }
        }
        await #expect(throws: MemberError.roleAboveOwn(.owner)) { try await test.library.removeMember(owner.userID, by: admin) }
        #expect(try await test.library.changeMemberRole(member.userID, to: .admin, by: admin).role == .admin)
        let root = User(
            id: .make(at: test.library.now), email: "root@example.org", isSuperadmin: true, createdAt: test.library.now)
        let superadmin = Caller(user: root, organization: test.organization, role: nil, door: .api)
        #expect(try await test.library.changeMemberRole(owner.userID, to: .member, by: superadmin).role == .member)
    }

    @Test("members and managers change nobody", arguments: [Role.member, .manager])
    func others(role: Role) async throws {
        let test = try await TestLibrary()
        let owner = try await test.join("owner@example.org", .owner)
        let caller = try await test.join("editor@example.org", role)
        let refusal = AccessError.roleTooLow(.administer, least: .admin)
        await #expect(throws: refusal) { try await test.library.members(by: caller) }
        await #expect(throws: refusal) { try await test.library.changeMemberRole(caller.userID, to: .admin, by: caller) }
        await #expect(throws: refusal) { try await test.library.removeMember(owner.userID, by: caller) }
    }

    @Test("a caller counts as what they are now, not as what they were when they asked")
    func present() async throws {
        let test = try await TestLibrary()
        let owner = try await test.join("owner@example.org", .owner)
        let admin = try await test.join("admin@example.org", .admin)
        let member = try await test.join("editor@example.org", .member)
        _ = try await test.library.changeMemberRole(admin.userID, to: .member, by: owner)
        await #expect(throws: AccessError.roleTooLow(.administer, least: .admin)) {
            try await test.library.changeMemberRole(member.userID, to: .admin, by: admin)
        }
        try await test.library.removeMember(admin.userID, by: owner)
        await #expect(throws: AccessError.organizationUnknown) { try await test.library.removeMember(member.userID, by: admin) }
    }

    @Test("the last owner is neither demoted nor removed and cannot leave")
    func lastOwner() async throws {
        let test = try await TestLibrary()
        let owner = try await test.join("owner@example.org", .owner)
        await #expect(throws: MemberError.lastOwner) {
            try await test.library.changeMemberRole(owner.userID, to: .admin, by: owner)
        }
        await #expect(throws: MemberError.lastOwner) { try await test.library.removeMember(owner.userID, by: owner) }
        await #expect(throws: MemberError.lastOwner) { try await test.library.removeMember(owner.userID, by: test.system) }
        #expect(try await test.roles() == ["owner@example.org": .owner])
        _ = try await test.join("second@example.org", .owner)
        try await test.library.removeMember(owner.userID, by: owner)
        #expect(try await test.roles() == ["second@example.org": .owner])
        #expect(try await test.audited() == ["member.remove owner@example.org role: owner → nothing"])
    }

    @Test("of two owners who step down, leave, or put down each other at once, one stays", arguments: LastOwnerRace.allCases)
    func race(_ race: LastOwnerRace) async throws {
        let test = try await TestLibrary()
        for round in 0..<8 {
            let first = try await test.join("first-\(round)@example.org", .owner)
            let second = try await test.join("second-\(round)@example.org", .owner)
            // Those of the rounds before are no owners any more.
            let done = await withTaskGroup(of: Bool.self) { group in
                for (caller, other) in [(first, second), (second, first)] {
                    group.addTask { (try? await race.run(test.library, caller, other)) != nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(done == 1)
            let owners = try await test.roles().filter { $0.value == .owner }.keys
            #expect(owners.count == 1)
            _ = try await test.join("keeper@example.org", .owner)
            for caller in [first, second] { try? await test.library.removeMember(caller.userID, by: test.system) }
            try await test.change("UPDATE membership SET role = 'member' WHERE organization_id = \(test.organization.id)")
        }
    }

    @Test("whoever is removed loses the API tokens of this organization, and no other")
    func tokens() async throws {
        let test = try await TestLibrary()
        let owner = try await test.join("owner@example.org", .owner)
        let member = try await test.join("editor@example.org", .member)
        _ = try await test.join("editor@example.org", .member, of: test.neighbour)
        let here = try await test.library.createToken(
            email: "editor@example.org", organization: "atelier", scopes: [.read], lifetimeSeconds: nil)
        let there = try await test.library.createToken(
            email: "editor@example.org", organization: "neighbour", scopes: [.read], lifetimeSeconds: nil)
        try await test.library.removeMember(member.userID, by: owner)
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: here) }
        #expect(try await test.library.caller(token: there).organization.slug == "neighbour")
        _ = try await test.join("editor@example.org", .member)
        await #expect(throws: AccessError.invalidToken) { try await test.library.caller(token: here) }
    }

    @Test("everybody may leave; a token needs the scope for it")
    func leaving() async throws {
        let test = try await TestLibrary(profile: .site)
        _ = try await test.join("owner@example.org", .owner)
        let member = try await test.join("editor@example.org", .member)
        let token = Caller(user: member.user, organization: member.organization, role: .member, scopes: [.write], door: .api)
        await #expect(throws: AccessError.scopeMissing(.administer, .admin)) {
            try await test.library.removeMember(member.userID, by: token)
        }
        try await test.library.removeMember(member.userID, by: member)
        #expect(try await test.roles() == ["owner@example.org": .owner])
    }

    @Test("a stranger, a neighbour's member and nobody at all are the same to whoever changes or removes them")
    func foreign() async throws {
        let test = try await TestLibrary()
        let owner = try await test.join("owner@example.org", .owner)
        let neighbour = try await test.join("other@example.org", .member, of: test.neighbour)
        for id in [neighbour.userID, UserID(rawValue: 0), .make(at: test.library.now)] {
            await #expect(throws: MemberError.notFound) { try await test.library.changeMemberRole(id, to: .admin, by: owner) }
            await #expect(throws: MemberError.notFound) { try await test.library.removeMember(id, by: owner) }
        }
        #expect(try await test.roles(in: test.neighbour) == ["other@example.org": .member])
    }
}

/// What two owners do at once that only one of them can be let do.
enum LastOwnerRace: String, CaseIterable, Sendable {
    case demoteEachOther, removeEachOther, stepDown, leave

    func run(_ library: MediaLibrary, _ caller: Caller, _ other: Caller) async throws {
        switch self {
        case .demoteEachOther: _ = try await library.changeMemberRole(other.userID, to: .member, by: caller)
        case .removeEachOther: try await library.removeMember(other.userID, by: caller)
        case .stepDown: _ = try await library.changeMemberRole(caller.userID, to: .member, by: caller)
        case .leave: try await library.removeMember(caller.userID, by: caller)
        }
    }
}
