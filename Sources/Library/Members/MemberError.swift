/// Why something about members or invitations was refused.
package enum MemberError: Failure {
    /// Nobody with this id is a member here: missing and foreign users alike (M2).
    case notFound
    /// The organization would be left without anybody who owns it.
    case lastOwner
    /// Nobody makes, changes or removes somebody above their own role.
    case roleAboveOwn(Role)
    case alreadyMember(email: String)
    /// `If-Match` named another state of the membership.
    case changedMeanwhile
    /// No invitation with this id is pending here: missing, used and foreign ones alike (M2).
    case invitationNotFound
    /// The link is unknown, used, expired or revoked: the four are told apart by nobody.
    case invitationUnusable
    /// Somebody has the account already: they sign in to accept.
    case accountExists(email: String)
    /// The session is another person's than the invitation is for.
    case invitationForAnother(email: String)

    package var code: String {
        switch self {
        case .notFound: "member_not_found"
        case .lastOwner: "last_owner"
        case .roleAboveOwn: "role_above_own"
        case .alreadyMember: "already_member"
        case .changedMeanwhile: "changed_meanwhile"
        case .invitationNotFound, .invitationUnusable: "invitation_not_found"
        case .accountExists: "account_exists"
        case .invitationForAnother: "invitation_for_another"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such member in this organization."
        case .lastOwner: "This is the organization's last owner. Make somebody else an owner first."
        case .roleAboveOwn(let role):
            "You cannot give or take a role above your own. Only \(role.rawValue)s may make, change or remove \(role.rawValue)s."
        case .alreadyMember(let email): "\(email) is a member of this organization already."
        case .changedMeanwhile: "Somebody else changed this membership meanwhile. Load it again and repeat the change."
        case .invitationNotFound: "There is no such invitation in this organization."
        case .invitationUnusable: "This invitation is unknown, was used or revoked, or has expired. Ask for a new one."
        case .accountExists(let email): "\(email) has an account already. Sign in to accept the invitation."
        case .invitationForAnother(let email): "This invitation is for \(email). Sign in with that address to accept it."
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .alreadyMember: [FieldProblem(field: "email", code: code, detail: sentence)]
        case .lastOwner, .roleAboveOwn: [FieldProblem(field: "role", code: code, detail: sentence)]
        default: []
        }
    }
}
