/// Why something about an organization was refused.
package enum OrganizationError: Failure {
    case invalidSlug(String)
    case slugTaken(String)
    case notFound(String)
    case invalidFields([FieldProblem])
    /// `If-Match` named another state of the organization.
    case changedMeanwhile
    /// A deletion must be confirmed by the organization's slug.
    case notConfirmed(slug: String)

    package var code: String {
        switch self {
        case .invalidSlug: "invalid_slug"
        case .slugTaken: "slug_taken"
        case .notFound: "organization_not_found"
        case .invalidFields: "invalid_fields"
        case .changedMeanwhile: "changed_meanwhile"
        case .notConfirmed: "not_confirmed"
        }
    }

    package var sentence: String {
        switch self {
        case .invalidSlug(let slug):
            "“\(slug)” cannot be an organization's slug: use 2 to 63 of a–z, 0–9 and -, starting and ending with a letter or digit."
        case .slugTaken(let slug): "An organization with the slug “\(slug)” exists already."
        case .notFound(let slug): "There is no organization with the slug “\(slug)”."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        case .changedMeanwhile: "Somebody else changed this organization meanwhile. Load it again and repeat the change."
        case .notConfirmed(let slug): "To delete this organization, send its slug, “\(slug)”, as the field “slug”."
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .invalidFields(let problems): problems
        case .invalidSlug, .slugTaken: [FieldProblem(field: "slug", code: code, detail: sentence)]
        case .notConfirmed: [FieldProblem(field: "slug", code: code, detail: sentence)]
        default: []
        }
    }
}
