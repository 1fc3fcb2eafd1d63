internal import Dashboard
internal import Library
internal import Operations

/// Fills the members page's model from the operations.
struct MembersView: Sendable {
    private let exchange: Exchange
    private let visit: PageVisit

    init(_ exchange: Exchange, _ visit: PageVisit) {
        self.exchange = exchange
        self.visit = visit
    }

    private var caller: Caller { visit.caller }

    /// What this caller may make of somebody.
    private var roles: [Role] { Role.allCases.filter { $0 <= caller.highestRoleToGive } }

    func model() async throws -> MembersPageModel {
        let members = try await exchange.library.members(by: caller)
        let invitations = try await exchange.library.invitations(by: caller)
        let hasOneOwner = members.filter { $0.role == .owner }.count == 1
        return MembersPageModel(
            sidebar: try await LibraryView(exchange, visit).sidebar(isSettings: true),
            members: members.map { row($0, isLastOwner: hasOneOwner && $0.role == .owner) },
            invitations: invitations.map(row), roles: roles.map(RoleModel.init))
    }

    private func row(_ member: Member, isLastOwner: Bool) -> MembersPageModel.Member {
        let mayChange = !isLastOwner && roles.contains(member.role)
        return .init(
            id: member.userID.description, email: member.email, role: RoleModel(member.role), joinedAt: member.createdAt.seconds,
            isSelf: member.userID == caller.user?.id, isLastOwner: isLastOwner,
            choices: mayChange ? roles.map(RoleModel.init) : [])
    }

    private func row(_ invitation: Invitation) -> MembersPageModel.Invitation {
        .init(
            id: invitation.id.description, email: invitation.email, role: RoleModel(invitation.role),
            expiresAt: invitation.expiresAt.seconds, canRevoke: roles.contains(invitation.role))
    }
}
