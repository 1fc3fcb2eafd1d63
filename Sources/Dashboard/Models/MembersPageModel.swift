/// The page `/org/{slug}/settings/members`.
package struct MembersPageModel: Sendable {
    /// Somebody in the organization.
    package struct Member: Sendable {
        /// The user's id.
        package var id: String
        package var email: String
        package var role: RoleModel
        /// Seconds since 1970, as all times here.
        package var joinedAt: Int64
        /// Whether this is who looks.
        package var isSelf: Bool
        package var isLastOwner: Bool
        /// What whoever looks may make of them; empty when they may change nothing.
        package var choices: [RoleModel]
        /// Why a change of theirs was refused.
        package var error: FieldErrorModel?

        package init(
            id: String, email: String, role: RoleModel, joinedAt: Int64, isSelf: Bool, isLastOwner: Bool, choices: [RoleModel],
            error: FieldErrorModel? = nil
        ) {
            self.id = id
            self.email = email
            self.role = role
            self.joinedAt = joinedAt
            self.isSelf = isSelf
            self.isLastOwner = isLastOwner
            self.choices = choices
            self.error = error
        }
    }

    /// An open invitation.
    package struct Invitation: Sendable {
        package var id: String
        package var email: String
        package var role: RoleModel
        package var expiresAt: Int64
        package var canRevoke: Bool

        package init(id: String, email: String, role: RoleModel, expiresAt: Int64, canRevoke: Bool) {
            self.id = id
            self.email = email
            self.role = role
            self.expiresAt = expiresAt
            self.canRevoke = canRevoke
        }
    }

    /// What was typed to invite somebody, and what was wrong with it.
    package struct Form: Sendable {
        package var email: String
        package var role: RoleModel
        package var days: String
        package var errors: [FieldErrorModel]

        package init(email: String = "", role: RoleModel = .member, days: String = "7", errors: [FieldErrorModel] = []) {
            self.email = email
            self.role = role
            self.days = days
            self.errors = errors
        }
    }

    /// The link of an invitation made just now: shown this once.
    package struct Link: Sendable {
        package var email: String
        package var address: String

        package init(email: String, address: String) {
            self.email = email
            self.address = address
        }
    }

    package var sidebar: SidebarModel
    package var members: [Member]
    package var invitations: [Invitation]
    /// The roles whoever looks may invite to.
    package var roles: [RoleModel]
    package var form: Form
    package var link: Link?
    /// Why something about the page was refused that stands under no field.
    package var problem: String?
    /// The `notice` parameter: looked up as `notice.<code>`, shown only when the locale has it.
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, members: [Member], invitations: [Invitation], roles: [RoleModel], form: Form = Form(),
        link: Link? = nil, problem: String? = nil, noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.members = members
        self.invitations = invitations
        self.roles = roles
        self.form = form
        self.link = link
        self.problem = problem
        self.noticeCode = noticeCode
    }

    var context: PageContext { sidebar.context }
    var organization: OrganizationModel { sidebar.organization }
}
