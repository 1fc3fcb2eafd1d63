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

        struct OrganizationBody: Encodable {
            let id: String
            let slug: String
            let name: String
        }

        struct Limits: Encodable {
            let maxFileBytes: Int64
            let maxStorageBytes: Int64
        }

        let user: UserBody
        let organizations: [OrganizationBody]
        let activeOrganization: OrganizationBody?
        let capabilities: [String]
        let limits: Limits?
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
                organizations: organizations.map(organization), activeOrganization: caller.map { organization($0.organization) },
                capabilities: caller.map { caller in Capability.allCases.filter(caller.can).map(\.rawValue) } ?? [],
                limits: caller.map {
                    .init(maxFileBytes: $0.organization.maxFileBytes, maxStorageBytes: $0.organization.maxStorageBytes)
                }, csrfToken: signedIn.session.csrfToken))
    }

    private static func organization(_ organization: Organization) -> Body.OrganizationBody {
        .init(id: organization.id.description, slug: organization.slug, name: organization.name)
    }
}
