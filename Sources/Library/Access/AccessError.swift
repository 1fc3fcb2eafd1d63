/// Why somebody may not do something.
package enum AccessError: Failure {
    case signInRequired
    case badCredentials
    case invalidToken
    case roleTooLow(Capability, least: Role)
    /// The organization's policy leaves deleting what is in use to admins (M38).
    case forceForAdmins
    /// The organization's policy gives the capability to nobody, superadmins included.
    case policyForbids(Capability)
    case scopeMissing(Capability, Scope)
    case crossSiteRequest
    /// The organization does not let pages of this origin use its API.
    case originNotAllowed(String)
    /// Only owners, and superadmins, may do what the words say: “delete it”.
    case ownerRequired(to: String)
    /// Only superadmins may change `field`, or see or do what is asked for where there is none.
    case superadminRequired(field: String? = nil)
    /// An API token may not do it, whatever its scopes: somebody signed in must.
    case sessionRequired
    /// There is no such organization, or the user is no member: the two are told apart by nobody (M2).
    case organizationUnknown
    case emailTaken
    case invalidUser([FieldProblem])
    case userUnknown
    /// Too many sign-ins were tried; how long to wait, in seconds.
    case tooManyAttempts(retryAfterSeconds: Int64)
    /// These organizations, by slug, would be left without an owner.
    case lastOwner([String])
    case tokenUnknown
    case accountUnknown
    case invalidFields([FieldProblem])

    package var code: String {
        switch self {
        case .signInRequired: "sign_in_required"
        case .badCredentials: "bad_credentials"
        case .invalidToken: "invalid_token"
        case .roleTooLow, .forceForAdmins: "role_too_low"
        case .policyForbids: "policy_forbids"
        case .scopeMissing: "scope_missing"
        case .crossSiteRequest: "cross_site_request"
        case .originNotAllowed: "origin_not_allowed"
        case .ownerRequired: "owner_required"
        case .superadminRequired: "superadmin_required"
        case .sessionRequired: "session_required"
        case .organizationUnknown: "organization_unknown"
        case .emailTaken: "email_taken"
        case .invalidUser: "invalid_fields"
        case .userUnknown: "user_unknown"
        case .tooManyAttempts: "too_many_attempts"
        case .lastOwner: "last_owner"
        case .tokenUnknown: "token_not_found"
        case .accountUnknown: "user_not_found"
        case .invalidFields: "invalid_fields"
        }
    }

    package var sentence: String {
        switch self {
        case .signInRequired: "Sign in, or send an API token as “Authorization: Bearer …”."
        case .badCredentials: "That email address and password do not match an account."
        case .invalidToken: "This API token is unknown, revoked or expired."
        case .roleTooLow(let capability, let least):
            "The rule “\(capability.rule)” of this organization lets \(least.rawValue)s\(least == .owner ? "" : " and up") \(capability.verb)."
        case .forceForAdmins:
            "The rule “\(PolicyKey.deleteInUse.rawValue)” of this organization lets admins and up delete what is in use."
        case .policyForbids(let capability):
            "The rule “\(capability.rule)” of this organization lets nobody \(capability.verb). Its owners may change the rule."
        case .scopeMissing(let capability, let scope): "To \(capability.verb), a token needs the scope “\(scope.rawValue)”."
        case .crossSiteRequest: "The request's CSRF token is missing or out of date. Reload the page and try again."
        case .originNotAllowed(let origin):
            "Pages of \(origin.prefix(255)) may not use this API. An administrator of the organization can add it to its allowedOrigins."
        case .ownerRequired(let deed): "Only owners of this organization may \(deed)."
        case .superadminRequired(let field?): "Only a superadmin of this server may change “\(field)”."
        case .superadminRequired(nil): "Only a superadmin of this server may do that."
        case .sessionRequired: "An API token may not do that. Sign in to do it."
        case .organizationUnknown: "There is no such organization, or you are not a member of it."
        case .emailTaken: "A user with this email address exists already."
        case .invalidUser(let problems): problems.map(\.detail).joined(separator: " ")
        case .userUnknown: "There is no user with this email address in this organization."
        case .tooManyAttempts(let seconds):
            "There were too many tries with a wrong password. Try again in \(max(1, (seconds + 59) / 60)) min."
        case .lastOwner(let slugs):
            "\(slugs.map { "“\($0)”" }.joined(separator: ", ")) would be left without an owner. Make somebody else one first."
        case .tokenUnknown: "There is no such API token in this organization."
        case .accountUnknown: "There is no such user."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .invalidUser(let problems), .invalidFields(let problems): problems
        default: []
        }
    }

    package var retryAfterSeconds: Int64? {
        if case .tooManyAttempts(let seconds) = self { return seconds }
        return nil
    }
}

extension Capability {
    fileprivate var verb: String {
        switch self {
        case .read: "see its assets"
        case .download: "download assets"
        case .upload: "upload"
        case .edit: "edit assets"
        case .delete: "delete assets"
        case .purge: "purge assets"
        case .export: "export its assets"
        case .administer: "administer it"
        }
    }

    /// The name of the policy value that settles who has it.
    fileprivate var rule: String { PolicyKey.allCases.first { $0.capability == self }?.rawValue ?? "administerRole" }
}
