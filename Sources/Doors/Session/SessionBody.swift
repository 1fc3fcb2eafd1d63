internal import Library
internal import Operations

/// `GET /session`: who is signed in, where they may go, and what they may do in the active organization.
struct SessionBody: Encodable {
    struct UserBody: Encodable {
        let id: String
        let email: String
        let isSuperadmin: Bool

        init(_ user: User) {
            id = user.id.description
            email = user.email
            isSuperadmin = user.isSuperadmin
        }
    }

    /// An organization with the person's role there, null for a superadmin who has none.
    struct Place: Encodable {
        let id: String
        let slug: String
        let name: String
        let logoUrl: String?
        let role: String?

        init(_ organization: Organization, _ role: Role?, _ exchange: Exchange) {
            id = organization.id.description
            slug = organization.slug
            name = organization.name
            logoUrl = organization.logo.map { exchange.absolute($0.publicPath) }
            self.role = role?.rawValue
        }

        private enum Key: String, CodingKey { case id, slug, name, logoUrl, role }

        func encode(to encoder: any Encoder) throws {
            var body = encoder.container(keyedBy: Key.self)
            try body.encode(id, forKey: .id)
            try body.encode(slug, forKey: .slug)
            try body.encode(name, forKey: .name)
            try body.encode(logoUrl, forKey: .logoUrl)
            try body.encode(role, forKey: .role)
        }
    }

    private let user: UserBody
    private let organizations: [Place]
    private let activeOrganization: Place?
    private let capabilities: [String]
    private let limits: OrganizationBody.Limits?
    private let policy: [String: String]?
    private let csrfToken: String

    /// - Parameter caller: the person in the active organization; nil when they are in none.
    init(
        _ session: Session, places: [(organization: Organization, role: Role?)], active caller: Caller?, _ exchange: Exchange
    ) {
        user = UserBody(session.user)
        organizations = places.map { Place($0.organization, $0.role, exchange) }
        activeOrganization = caller.map { Place($0.organization, $0.role, exchange) }
        capabilities = caller.map { caller in Capability.allCases.filter(caller.can).map(\.rawValue) } ?? []
        limits = caller.map { .init($0.organization) }
        policy = caller.map { Self.values(of: $0.organization) }
        csrfToken = session.csrfToken
    }

    private static func values(of organization: Organization) -> [String: String] {
        var values = ["profile": organization.profile.rawValue]
        for key in PolicyKey.allCases { values[key.rawValue] = organization.policy.text(of: key) }
        return values
    }

    private enum Key: String, CodingKey {
        case user, organizations, activeOrganization, capabilities, limits, policy, csrfToken
    }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(user, forKey: .user)
        try body.encode(organizations, forKey: .organizations)
        try body.encode(activeOrganization, forKey: .activeOrganization)
        try body.encode(capabilities, forKey: .capabilities)
        try body.encode(limits, forKey: .limits)
        try body.encode(policy, forKey: .policy)
        try body.encode(csrfToken, forKey: .csrfToken)
    }
}
