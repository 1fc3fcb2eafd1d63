internal import Markup

/// The page `/invitations/{secret}`.
package struct InvitationPageModel: Sendable {
    /// What whoever holds the link can do with it.
    package enum Way: Sendable {
        /// Nobody has the address yet: a password makes the account.
        case newAccount(passwordError: String?)
        /// The address has an account whose person is not signed in here.
        case signIn
        /// Whom it is for is signed in.
        case accept
        /// Somebody else is.
        case otherAccount
    }

    /// Its user is who is signed in, if anybody.
    package var context: PageContext
    package var organization: OrganizationModel
    /// Whom it is for.
    package var email: String
    package var role: RoleModel
    /// Seconds since 1970.
    package var expiresAt: Int64
    package var way: Way
    /// The link's path, which the forms post to.
    package var path: String
    /// Whether the form was too old, or came from elsewhere.
    package var isStale: Bool

    package init(
        context: PageContext, organization: OrganizationModel, email: String, role: RoleModel, expiresAt: Int64, way: Way,
        path: String, isStale: Bool = false
    ) {
        self.context = context
        self.organization = organization
        self.email = email
        self.role = role
        self.expiresAt = expiresAt
        self.way = way
        self.path = path
        self.isStale = isStale
    }

    /// To the sign-in page, and back here from it.
    var signInPath: String { "/login?next=" + percentEncoded(path) }
}
