internal import HTTPServer
internal import Library
internal import Operations

/// The addresses that lead to a person's library, whichever that is.
enum HomeRoutes {
    static let all = [
        Route(.get, "/", .anybody(home), errors: .page),
        Route(.get, "/dashboard/content/media", .session(library), errors: .page),
    ]

    @Sendable private static func home(_ exchange: Exchange) async throws -> HTTPResponse {
        guard let signedIn = try? await exchange.signedIn() else { return .redirect(to: "/login") }
        return try await library(exchange, signedIn)
    }

    /// To the organization the browser was in last, or the person's first; the page of organizations helps those who have none.
    @Sendable private static func library(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        let organizations = try await exchange.library.organizations(of: signedIn.user)
        guard let organization = exchange.lastUsed(among: organizations) else { return .redirect(to: "/organizations") }
        return .redirect(to: "/org/\(organization.slug)/media")
    }
}
