internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/settings/tokens`: an organization's API tokens, by forms that need no scripts (M4).
enum TokenPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/settings/tokens", .page(.administer, show), errors: .page),
        Route(.post, "/org/{slug}/settings/tokens", .page(.administer, create), errors: .page),
        Route(.post, "/org/{slug}/settings/tokens/{id}/revoke", .page(.administer, revoke), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let query = try exchange.query()
        var model = try await model(exchange, visit, before: query["cursor"].flatMap { TokenID($0) })
        model.noticeCode = query["notice"]
        return .page(TokensPage.html(model), exchange)
    }

    /// The answer is the page itself and no redirect, as it is the one place where the secret is shown.
    @Sendable private static func create(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: visit.signedIn.session.csrfToken)
        var typed = TokensPageModel.Form(
            name: form["name"], scope: TokenScopeModel(rawValue: form["scope"]) ?? .read,
            lifetime: TokenLifetimeModel(rawValue: form["lifetime"]) ?? .month)
        do {
            let created = try await exchange.library.createToken(NewToken(typed, at: exchange.library.now), by: visit.caller)
            var model = try await model(exchange, visit)
            model.secret = created.secret
            return .page(TokensPage.html(model), exchange)
        } catch let error as AccessError where !error.fields.isEmpty {
            typed.errors = error.fields.map { FieldErrorModel(field: $0.field, code: $0.code, detail: $0.detail) }
            var model = try await model(exchange, visit)
            model.form = typed
            return .page(TokensPage.html(model), status: 422, exchange)
        }
    }

    @Sendable private static func revoke(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try exchange.checkCSRF(try await Form.read(exchange)["csrf"], expected: visit.signedIn.session.csrfToken)
        try await exchange.library.revokeToken(try exchange.tokenID(), by: visit.caller)
        return .redirect(to: OrganizationModel(visit.caller.organization).settingsPath + "/tokens?notice=tokenRevoked")
    }

    private static func model(
        _ exchange: Exchange, _ visit: PageVisit, before cursor: TokenID? = nil
    ) async throws -> TokensPageModel {
        let page = try await exchange.library.listTokens(before: cursor, by: visit.caller)
        return TokensPageModel(
            sidebar: try await LibraryView(exchange, visit).sidebar(isSettings: true),
            tokens: page.tokens.map(TokensPageModel.Token.init), next: page.next?.description)
    }
}

extension TokensPageModel.Token {
    fileprivate init(_ listed: ListedToken) {
        let token = listed.token
        self.init(
            id: token.id.description, name: token.name, scopes: token.scopes.names, userEmail: listed.userEmail,
            createdAt: token.createdAt.seconds, expiresAt: token.expiresAt?.seconds, lastUsedAt: token.lastUsedAt?.seconds)
    }
}

extension NewToken {
    /// What the form asks for: the scope with all before it, which it includes.
    fileprivate init(_ form: TokensPageModel.Form, at now: Timestamp) {
        let scopes: [Scope] =
            switch form.scope {
            case .read: [.read]
            case .write: [.read, .write]
            case .admin: [.read, .write, .admin]
            }
        self.init(
            name: form.name, scopes: Set(scopes), expiresAt: form.lifetime.seconds.map { now.advanced(bySeconds: $0) })
    }
}
