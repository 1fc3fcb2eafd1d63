import Dashboard
import Markup

/// The pages about members, invitations and organizations in their fullest states, every text hostile.
func peoplePages() throws -> [(name: String, html: String)] {
    let context = try sampleContext(userEmail: hostileName)
    let named = OrganizationModel(slug: "demo", name: hostileName)
    let error = FieldErrorModel(field: "role", code: "unheard_of", detail: hostileName)
    let sidebar = SidebarModel(
        context: context, organization: named, organizations: [named],
        storage: StorageModel(usedBytes: 1, limitBytes: 2, maxFileBytes: 3), canAdminister: true, isSettings: true)
    let members = RoleModel.allCases.map { role in
        MembersPageModel.Member(
            id: role.rawValue, email: hostileName, role: role, joinedAt: sampleTime, isSelf: role == .admin,
            isLastOwner: role == .owner, choices: role == .owner ? [] : RoleModel.allCases, error: error)
    }
    let invitation = MembersPageModel.Invitation(
        id: "i1", email: hostileName, role: .member, expiresAt: sampleTime + 86_400, canRevoke: true)
    let formErrors = ["email", "role", "expiresInDays"].map {
        FieldErrorModel(field: $0, code: "unheard_of", detail: hostileName)
    }
    let page = MembersPageModel(
        sidebar: sidebar, members: members, invitations: [invitation], roles: RoleModel.allCases,
        form: .init(email: hostileName, days: hostileName, errors: formErrors),
        link: .init(email: hostileName, address: hostileName), problem: hostileName, noticeCode: "roleSaved")
    let organizations = OrganizationsPageModel(
        context: context, places: [.init(organization: named, role: .owner, plan: "free", error: hostileName)],
        form: .init(
            slug: hostileName, name: hostileName,
            errors: ["slug", "name"].map { FieldErrorModel(field: $0, code: "unheard_of", detail: hostileName) }),
        plans: ["free", "pro"], profiles: ["cms", "docs"], noticeCode: "left")
    let ways: [InvitationPageModel.Way] = [.newAccount(passwordError: hostileName), .signIn, .accept, .otherAccount]
    let invitations = ways.map { way in
        InvitationPage.html(
            InvitationPageModel(
                context: context, organization: named, email: hostileName, role: .manager, expiresAt: sampleTime, way: way,
                path: "/invitations/\(hostileName)", isStale: true)
        ).string
    }
    return [
        ("members", MembersPage.html(page).string), ("organizations", OrganizationsPage.html(organizations).string),
        ("no organization", OrganizationsPage.html(OrganizationsPageModel(context: context, places: [])).string),
    ] + invitations.map { ("invitation", $0) }
}
