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
            (Profile.cms, Role.member, [Capability.read, .download]),
            (.cms, .manager, [.read, .download, .upload, .edit, .delete, .purge]),
            (.cms, .admin, Capability.allCases), (.cms, .owner, Capability.allCases),
            (.learning, .member, [.read, .download, .upload, .edit]),
            (.learning, .manager, [.read, .download, .upload, .edit]), (.learning, .admin, Capability.allCases),
            (.site, .manager, []),
            (.docs, .member, [.download]), (.docs, .admin, Capability.allCases), (.records, .member, [.read, .download]),
            (.records, .owner, Capability.allCases.filter { $0 != .purge }),
        ])
    func roles(_ profile: Profile, _ role: Role, _ expected: [Capability]) {
        #expect(capabilities(caller(role, profile)) == Set(expected))
        #expect(capabilities(caller(nil, profile)).isEmpty)
    }

    @Test(
        "a token's scopes bound what its user may do",
        arguments: [
            ([Scope.read], [Capability.read, .download, .export]),
            ([.write], [.read, .download, .export, .upload, .edit, .delete, .purge]), ([.admin], Capability.allCases),
            ([.read, .write], [.read, .download, .export, .upload, .edit, .delete, .purge]), ([], []),
        ])
    func scopes(_ scopes: [Scope], _ expected: [Capability]) {
        #expect(capabilities(caller(.owner, scopes: Set(scopes))) == Set(expected))
        #expect(capabilities(caller(nil, scopes: Set(scopes), isSuperadmin: true)) == Set(expected))
        #expect(capabilities(caller(.member, scopes: Set(scopes))) == Set(expected).intersection([.read, .download]))
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
        #expect(
            AccessError.roleTooLow(.delete, least: .admin).sentence
                == "The rule “deleteRole” of this organization lets admins and up delete assets.")
        for caller in [
            caller(.owner, .records), caller(nil, .records, isSuperadmin: true), caller(nil, .records, isSystem: true),
        ] {
            #expect(throws: AccessError.policyForbids(.purge)) { try caller.require(.purge) }
        }
        #expect(AccessError.scopeMissing(.upload, .write).sentence == "To upload, a token needs the scope “write”.")
    }
}
