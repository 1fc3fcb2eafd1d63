internal import HTTPServer
internal import Library
internal import Operations

/// `/organizations`: where a person may go, and for superadmins a new one; a page to browsers, JSON to everybody else.
enum OrganizationsRoutes {
    static let all = [
        Route(.get, "/organizations", .session(list), errors: .either),
        Route(.post, "/organizations", .superadmin(create), errors: .either, repeatable: .byAnswer),
    ]

    private struct ListBody: Encodable {
        let items: [Item]
    }

    private struct Item: Encodable {
        let id: String
        let slug: String
        let name: String
        let role: String?
        let plan: String

        init(_ organization: Organization, _ role: Role?) {
            id = organization.id.description
            slug = organization.slug
            name = organization.name
            self.role = role?.rawValue
            plan = organization.plan.rawValue
        }

        private enum Key: String, CodingKey { case id, slug, name, role, plan }

        /// Absent values are written as null.
        func encode(to encoder: any Encoder) throws {
            var body = encoder.container(keyedBy: Key.self)
            try body.encode(id, forKey: .id)
            try body.encode(slug, forKey: .slug)
            try body.encode(name, forKey: .name)
            try body.encode(role, forKey: .role)
            try body.encode(plan, forKey: .plan)
        }
    }

    @Sendable private static func list(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        if exchange.asksForPage { return try await OrganizationsView(exchange, signedIn).response() }
        let places = try await exchange.library.places(of: signedIn.user)
        return .json(ListBody(items: places.map { Item($0.organization, $0.role) }))
    }

    @Sendable private static func create(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        if exchange.sendsForm { return try await OrganizationsView(exchange, signedIn).create() }
        try exchange.checkCSRFHeader(signedIn)
        var fields = JSONFields(try await exchange.jsonObject())
        let (slug, name) = (fields.string("slug"), fields.string("name"))
        let plan = fields.choice("plan", of: Plan.self) ?? .free
        let profile = fields.choice("profile", of: Profile.self) ?? .cms
        try fields.end()
        let organization = try await exchange.library.createOrganization(
            slug: slug, name: name, plan: plan, profile: profile, by: ServerCaller(user: signedIn.user, door: .api))
        return .json(Item(organization, .owner), status: 201)
    }
}

extension Exchange {
    /// Whether the body is that of a form without files; JSON comes from programs.
    fileprivate var sendsForm: Bool {
        request.headers["content-type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
    }
}
