/// Why something about an organization was refused.
package enum OrganizationError: Failure {
    case invalidSlug(String)
    case slugTaken(String)
    case notFound(String)
    case invalidSetting(key: String, detail: String)

    package var code: String {
        switch self {
        case .invalidSlug: "invalid_slug"
        case .slugTaken: "slug_taken"
        case .notFound: "organization_not_found"
        case .invalidSetting: "invalid_setting"
        }
    }

    package var sentence: String {
        switch self {
        case .invalidSlug(let slug):
            "“\(slug)” cannot be an organization's slug: use 2 to 63 of a–z, 0–9 and -, starting and ending with a letter or digit."
        case .slugTaken(let slug): "An organization with the slug “\(slug)” exists already."
        case .notFound(let slug): "There is no organization with the slug “\(slug)”."
        case .invalidSetting(let key, let detail): "\(key): \(detail)"
        }
    }
}
