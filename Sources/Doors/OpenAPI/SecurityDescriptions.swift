internal import HTTPServer
internal import JSON

/// How callers prove who they are.
enum SecurityDescriptions {
    static let schemes = JSONValue.object([
        "token": .object([
            "type": .string("http"), "scheme": .string("bearer"),
            "description": .string("An API token of one organization, from its settings or `vitrine token create`."),
        ]),
        "session": .object([
            "type": .string("apiKey"), "in": .string("cookie"), "name": .string(Exchange.sessionCookie),
            "description": .string(
                "A browser's session. The organization is the one `X-Organization: SLUG` names, else the one the browser was in last."
            ),
        ]),
        "csrf": .object([
            "type": .string("apiKey"), "in": .string("header"), "name": .string("X-CSRF-Token"),
            "description": .string("Every change by session proves with it where it comes from; `GET /session` tells it."),
        ]),
    ])

    static func requirement(_ access: Route.Access, _ method: HTTPMethod) -> JSONValue {
        let names = method.isSafe ? ["session"] : ["session", "csrf"]
        let session = JSONValue.object(Dictionary(uniqueKeysWithValues: names.map { ($0, .array([])) }))
        switch access {
        case .anybody: return .array([])
        case .api, .member, .asset: return .array([.object(["token": .array([])]), session])
        case .session, .superadmin, .page: return .array([session])
        }
    }
}
