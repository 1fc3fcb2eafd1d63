import Library
import Testing

@Suite("Who may do what")
struct AccessTests {
    private static let epoch = Timestamp(microseconds: 0)

    private func caller(
        _ role: Role?, _ profile: Profile = .cms, scopes: Set<Scope>? = nil, isSuperadmin: Bool = false, isSystem: Bool = false
    ) -> Caller {
        let user = User(id: .make(at: Self.epoch), email: "a@b", isSuperadmin: isSuperadmin, createdAt: Self.epoch)
        let organization = Organization(
            id: .make(at: Self.epoch), slug: "atelier", name: "Atelier", plan: .free, profile: profile, createdAt: Self.epoch)
        return Caller(user: isSystem ? nil : user, organization: organization, role: role, scopes: scopes, door: .api)
    }

    private func capabilities(_ caller: Caller) -> Set<Capability> { Set(Capability.allCases.filter { caller.can($0) }) }

    @Test("roles are ordered from member to owner")
    func order() { #expect(Role.allCases.sorted() == [.member, .manager, .admin, .owner]) }

    @Test(
        "a role has what the policy gives it, and nothing without a membership",
        arguments: [
            (Profile.cms, Role.member, [Capability.read]), (.cms, .manager, [.read, .upload, .edit, .delete]),
            (.cms, .admin, Capability.allCases), (.cms, .owner, Capability.allCases),
            (.learning, .member, [.read, .upload, .edit]),
            (.learning, .manager, [.read, .upload, .edit]), (.learning, .admin, Capability.allCases), (.site, .manager, []),
            (.docs, .member, []), (.docs, .admin, Capability.allCases), (.records, .member, [.read]),
        ])
    func roles(_ profile: Profile, _ role: Role, _ expected: [Capability]) {
        #expect(capabilities(caller(role, profile)) == Set(expected))
        #expect(capabilities(caller(nil, profile)).isEmpty)
    }

    @Test(
        "a token's scopes bound what its user may do",
        arguments: [
            ([Scope.read], [Capability.read]), ([.write], [.read, .upload, .edit, .delete]), ([.admin], Capability.allCases),
            ([.read, .write], [.read, .upload, .edit, .delete]), ([], []),
        ])
    func scopes(_ scopes: [Scope], _ expected: [Capability]) {
        #expect(capabilities(caller(.owner, scopes: Set(scopes))) == Set(expected))
        #expect(capabilities(caller(nil, scopes: Set(scopes), isSuperadmin: true)) == Set(expected))
        #expect(capabilities(caller(.member, scopes: Set(scopes))) == Set(expected).intersection([.read]))
    }

    @Test("a superadmin and the system itself may do everything")
    func unbound() {
        #expect(capabilities(caller(nil, .docs, isSuperadmin: true)) == Set(Capability.allCases))
        #expect(capabilities(caller(nil, .docs, isSystem: true)) == Set(Capability.allCases))
    }

    @Test("a refusal names the rule that forbids it")
    func refusals() {
        #expect(throws: AccessError.roleTooLow(.delete, least: .admin)) { try caller(.member, .learning).require(.delete) }
        #expect(throws: AccessError.scopeMissing(.upload, .write)) { try caller(.owner, scopes: [.read]).require(.upload) }
        #expect(AccessError.roleTooLow(.delete, least: .admin).sentence == "This organization lets admins and up delete assets.")
        #expect(AccessError.scopeMissing(.upload, .write).sentence == "To upload, a token needs the scope “write”.")
    }
}
