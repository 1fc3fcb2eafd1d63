/// The page `/profile`: who somebody is here, and what they may change about it.
package struct ProfilePageModel: Sendable {
    /// An organization of theirs.
    package struct Place: Sendable {
        package var organization: OrganizationModel
        /// `member`, `manager`, `admin` or `owner`; nil for a superadmin who has no role there.
        package var role: String?

        package init(organization: OrganizationModel, role: String?) {
            self.organization = organization
            self.role = role
        }
    }

    package var context: PageContext
    package var isSuperadmin: Bool
    package var places: [Place]
    package var minimumPasswordLength: Int
    /// What was wrong with `currentPassword`, `newPassword` or, of the form that deletes the account, `password`.
    package var errors: [FieldErrorModel]
    /// What went wrong beside fields, in a sentence.
    package var problem: String?
    /// The `notice` parameter: looked up as `notice.<code>`, shown only when the locale has it.
    package var noticeCode: String?

    package init(
        context: PageContext, isSuperadmin: Bool = false, places: [Place], minimumPasswordLength: Int,
        errors: [FieldErrorModel] = [], problem: String? = nil, noticeCode: String? = nil
    ) {
        self.context = context
        self.isSuperadmin = isSuperadmin
        self.places = places
        self.minimumPasswordLength = minimumPasswordLength
        self.errors = errors
        self.problem = problem
        self.noticeCode = noticeCode
    }

    func error(of field: String) -> String? { errors.first { $0.field == field }?.detail }
}
