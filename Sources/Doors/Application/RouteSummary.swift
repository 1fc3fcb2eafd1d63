internal import HTTPServer
internal import Library

/// What a route declares, for people who check who may do what.
package struct RouteSummary: Encodable, Sendable {
    package let method: String
    /// As ``Router`` reads it: `/organization/assets/{id}`.
    package let path: String
    /// `anybody`, `api`, `member`, `asset`, `session`, `superadmin` or `page`.
    package let access: String
    /// What the caller's role has to bring, where the route is about one organization.
    package let capability: String?
    /// Whether errors are pages in words; else they are problems.
    package let hasPages: Bool
    /// Whether a request with an `Idempotency-Key` may be sent again.
    package let isRepeatable: Bool

    /// Every route there is, in the order of their paths.
    package static var all: [RouteSummary] {
        Application.routes.map(RouteSummary.init).sorted { ($0.path, $0.method) < ($1.path, $1.method) }
    }

    private init(_ route: Route) {
        method = route.method.rawValue
        path = route.pattern
        (access, capability) = route.access.summary
        hasPages = route.errors == .page
        isRepeatable = route.repeatable != nil
    }
}

extension Route.Access {
    fileprivate var summary: (access: String, capability: String?) {
        switch self {
        case .anybody: ("anybody", nil)
        case .api(let capability, _): ("api", capability.rawValue)
        case .member: ("member", nil)
        case .asset(let capability, _): ("asset", capability.rawValue)
        case .session: ("session", nil)
        case .superadmin: ("superadmin", nil)
        case .page(let capability, _): ("page", capability.rawValue)
        }
    }
}
