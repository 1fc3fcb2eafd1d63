internal import HTTPServer
internal import Library
internal import Operations

/// `GET /session`: who is signed in, and what they may do.
enum SessionRoutes {
    static let all = [Route(.get, "/session", .session(show))]

    private struct Body: Encodable {
        struct UserBody: Encodable {
            let id: String
            let email: String
            let isSuperadmin: Bool
        }

        struct Membership: Encodable {
            let id: String
            let slug: String
            let name: String
            let logoUrl: String?

            init(_ organization: Organization, _ exchange: Exchange) {
                id = organization.id.description
                slug = organization.slug
                name = organization.name
                logoUrl = organization.logo.map { exchange.absolute($0.publicPath) }
            }

            private enum Key: String, CodingKey { case id, slug, name, logoUrl }

            /// Absent values are written as null.
            func encode(to encoder: any Encoder) throws {
                var body = encoder.container(keyedBy: Key.self)
                try body.encode(id, forKey: .id)
                try body.encode(slug, forKey: .slug)
                try body.encode(name, forKey: .name)
                try body.encode(logoUrl, forKey: .logoUrl)
            }
        }

        let user: UserBody
        let organizations: [Membership]
        let activeOrganization: Membership?
        let capabilities: [String]
        let limits: OrganizationBody.Limits?
        let csrfToken: String
    }

    @Sendable private static func show(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        let organizations = try await exchange.library.organizations(of: signedIn.user)
        let slug = exchange.request.headers["x-organization"] ?? organizations.first?.slug
        var caller: Caller?
        if let slug { caller = try await exchange.library.caller(signedIn.user, in: slug, door: .api) }
        return HTTPResponse.json(
            Body(
                user: .init(
                    id: signedIn.user.id.description, email: signedIn.user.email, isSuperadmin: signedIn.user.isSuperadmin),
                organizations: organizations.map { .init($0, exchange) },
                activeOrganization: caller.map { .init($0.organization, exchange) },
                capabilities: caller.map { caller in Capability.allCases.filter(caller.can).map(\.rawValue) } ?? [],
                limits: caller.map { .init($0.organization) }, csrfToken: signedIn.session.csrfToken))
    }
}
