internal import HTTPServer
internal import Library

/// One method and path, who may use it, and what answers.
struct Route: Sendable {
    let method: HTTPMethod
    /// As ``Router`` reads it: `/organization/assets/{id}`.
    let pattern: String
    let access: Access
    let errors: ErrorStyle
    /// Set on every route that creates something: a request with an `Idempotency-Key` may be sent again.
    let repeatable: Repeatable?
    /// As the audit log calls it; of API routes.
    let door: Door

    /// Who may use a route; a route cannot be written without one.
    enum Access: Sendable {
        /// Everybody; the handler sees no caller.
        case anybody(@Sendable (Exchange) async throws -> HTTPResponse)
        /// A browser's session or an API token in one organization, with a capability there.
        case api(Capability, @Sendable (Exchange, Caller) async throws -> HTTPResponse)
        /// A browser's session or an API token in one organization, whatever its role: the operation settles who may.
        case member(@Sendable (Exchange, Caller) async throws -> HTTPResponse)
        /// A browser's session, in no particular organization.
        case session(@Sendable (Exchange, SignedIn) async throws -> HTTPResponse)
        /// A superadmin's browser session, in no particular organization. A change proves itself by header; on pages the handler looks
        /// at the form's field.
        case superadmin(@Sendable (Exchange, SignedIn) async throws -> HTTPResponse)
        /// An API token, or a browser's session whichever organization it is in, about the asset `{id}` in the path: with a capability in
        /// the asset's organization.
        case asset(Capability, @Sendable (Exchange, Caller) async throws -> HTTPResponse)
        /// A page of the organization `{slug}` in the path, or else of the one the browser is in, for a browser's session.
        /// What scripts change there proves itself by header; on pages the handler looks at the form's field.
        case page(Capability, @Sendable (Exchange, PageVisit) async throws -> HTTPResponse)
    }

    init(
        _ method: HTTPMethod, _ pattern: String, _ access: Access, errors: ErrorStyle = .problem, repeatable: Repeatable? = nil,
        door: Door = .api
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.errors = errors
        self.repeatable = repeatable
        self.door = door
    }

    nonisolated(nonsending) func answer(_ exchange: Exchange) async throws -> HTTPResponse {
        switch access {
        case .anybody(let handler):
            return try await handler(exchange)
        case .api(let capability, let handler):
            var caller = try await exchange.apiCaller()
            caller.door = door
            try caller.require(capability)
            return try await exchange.answerOnce(repeatable, caller, handler)
        case .member(let handler):
            var caller = try await exchange.apiCaller()
            caller.door = door
            return try await handler(exchange, caller)
        case .asset(let capability, let handler):
            var caller = try await exchange.assetCaller()
            caller.door = door
            try caller.require(capability)
            return try await handler(exchange, caller)
        case .session(let handler):
            return try await handler(exchange, try await exchange.signedIn())
        case .superadmin(let handler):
            let signedIn = try await exchange.signedIn()
            if errors == .problem { try exchange.checkCSRFHeader(signedIn) }
            guard signedIn.user.isSuperadmin else { throw AccessError.superadminRequired() }
            return try await exchange.answerOnce(repeatable, signedIn, handler)
        case .page(let capability, let handler):
            let visit = try await exchange.pageVisit()
            if errors == .problem { try exchange.checkCSRFHeader(visit.signedIn) }
            try visit.caller.require(capability)
            var response = try await handler(exchange, visit)
            exchange.remember(visit.caller.organization, in: &response)
            return response
        }
    }
}
