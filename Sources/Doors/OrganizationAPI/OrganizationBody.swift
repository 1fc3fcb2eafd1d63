internal import Library

/// An organization as `/organization` answers it.
struct OrganizationBody: Encodable {
    struct Limits: Encodable {
        let maxFileBytes: Int64
        let maxStorageBytes: Int64

        init(_ organization: Organization) {
            maxFileBytes = organization.maxFileBytes
            maxStorageBytes = organization.maxStorageBytes
        }
    }

    private let organization: Organization
    private let logoURL: String?

    init(_ organization: Organization, _ exchange: Exchange) {
        self.organization = organization
        logoURL = organization.logo.map { exchange.absolute($0.publicPath) }
    }

    private enum Key: String, CodingKey {
        case id, slug, name, plan, profile, logoUrl, limits
    }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(organization.id.description, forKey: .id)
        try body.encode(organization.slug, forKey: .slug)
        try body.encode(organization.name, forKey: .name)
        try body.encode(organization.plan.rawValue, forKey: .plan)
        try body.encode(organization.profile.rawValue, forKey: .profile)
        try body.encode(logoURL, forKey: .logoUrl)
        try body.encode(Limits(organization), forKey: .limits)
    }
}
