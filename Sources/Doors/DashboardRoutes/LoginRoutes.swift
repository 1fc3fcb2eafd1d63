internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// Signing in and out.
enum LoginRoutes {
    static let all = [
        Route(.get, "/login", .anybody(show), errors: .page),
        Route(.post, "/login", .anybody(signIn), errors: .page),
        Route(.post, "/logout", .session(signOut), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange) async throws -> HTTPResponse {
        if (try? await exchange.signedIn()) != nil { return .redirect(to: "/") }
        return page(exchange, next: try exchange.query()["next"])
    }

    @Sendable private static func signIn(_ exchange: Exchange) async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        let next = form["next"].isEmpty ? nil : form["next"]
        do {
            try exchange.checkFormToken(form)
        } catch {
            return page(exchange, email: form["email"], problem: .staleForm, next: next, status: 403)
        }
        let session: NewSession
        do {
            session = try await exchange.library.signIn(
                email: form["email"], password: form["password"], from: exchange.clientAddress,
                replacing: Cookies(exchange.request.headers)[Exchange.sessionCookie])
        } catch AccessError.badCredentials {
            return page(exchange, email: form["email"], problem: .wrongCredentials, next: next, status: 401)
        } catch let error as AccessError where error.retryAfterSeconds != nil {
            var response = page(exchange, email: form["email"], problem: .tooManyAttempts, next: next, status: 429)
            response.addRetryAfter(error)
            return response
        }
        var response = HTTPResponse.redirect(to: localPath(next) ?? "/")
        response.open(session, exchange)
        return response
    }

    @Sendable private static func signOut(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: signedIn.session.csrfToken)
        try await exchange.library.signOut(sessionToken: signedIn.token)
        return .redirect(to: localPath(form["next"]) ?? "/login").endingSession(exchange)
    }

    private static func page(
        _ exchange: Exchange, email: String = "", problem: LoginProblem? = nil, next: String? = nil, status: Int = 200
    ) -> HTTPResponse {
        let token = exchange.formToken
        let context = exchange.pageContext(csrfToken: token, user: nil)
        var response = HTTPResponse.page(
            LoginPage.html(LoginPageModel(context: context, email: email, problem: problem, next: localPath(next))),
            status: status,
            exchange)
        response.keepFormToken(token, exchange)
        return response
    }
}
