/// The page `/organizations`.
package struct OrganizationsPageModel: Sendable {
    /// An organization the person may open.
    package struct Place: Sendable {
        package var organization: OrganizationModel
        /// Nil for a superadmin who is no member.
        package var role: RoleModel?
        /// `free`, `pro` or `business`.
        package var plan: String
        /// Why leaving was refused.
        package var error: String?

        package init(organization: OrganizationModel, role: RoleModel?, plan: String, error: String? = nil) {
            self.organization = organization
            self.role = role
            self.plan = plan
            self.error = error
        }
    }

    /// What a superadmin typed to create an organization, and what was wrong with it.
    package struct Form: Sendable {
        package var slug: String
        package var name: String
        package var plan: String
        package var profile: String
        package var errors: [FieldErrorModel]

        package init(
            slug: String = "", name: String = "", plan: String = "free", profile: String = "cms", errors: [FieldErrorModel] = []
        ) {
            self.slug = slug
            self.name = name
            self.plan = plan
            self.profile = profile
            self.errors = errors
        }
    }

    package var context: PageContext
    package var places: [Place]
    /// The form to create one; nil for everybody but superadmins.
    package var form: Form?
    package var plans: [String]
    package var profiles: [String]
    /// The `notice` parameter: looked up as `notice.<code>`, shown only when the locale has it.
    package var noticeCode: String?

    package init(
        context: PageContext, places: [Place], form: Form? = nil, plans: [String] = [], profiles: [String] = [],
        noticeCode: String? = nil
    ) {
        self.context = context
        self.places = places
        self.form = form
        self.plans = plans
        self.profiles = profiles
        self.noticeCode = noticeCode
    }
}
