internal import Cryptography
internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// Signing in and out.
enum LoginRoutes {
    static let all = [
        Route(.get, "/", .anybody(home), errors: .page),
        Route(.get, "/login", .anybody(show), errors: .page),
        Route(.post, "/login", .anybody(signIn), errors: .page),
        Route(.post, "/logout", .session(signOut), errors: .page),
        Route(.get, "/dashboard/content/media", .session(library), errors: .page),
    ]

    /// Before there is a session, the form's token is held by a cookie of its own.
    private static let formCookie = "vitrine_login"

    @Sendable private static func home(_ exchange: Exchange) async throws -> HTTPResponse {
        guard let signedIn = try? await exchange.signedIn() else { return .redirect(to: "/login") }
        return try await library(exchange, signedIn)
    }

    /// To the library of the person's first organization.
    @Sendable private static func library(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        guard let organization = try await exchange.library.organizations(of: signedIn.user).first else {
            throw AccessError.organizationUnknown
        }
        return .redirect(to: "/org/\(organization.slug)/media")
    }

    @Sendable private static func show(_ exchange: Exchange) async throws -> HTTPResponse {
        if (try? await exchange.signedIn()) != nil { return .redirect(to: "/") }
        return page(exchange, next: try exchange.query()["next"])
    }

    @Sendable private static func signIn(_ exchange: Exchange) async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        let next = form["next"].isEmpty ? nil : form["next"]
        do {
            try exchange.checkCSRF(form["csrf"], expected: Cookies(exchange.request.headers)[formCookie] ?? "")
        } catch {
            return page(exchange, email: form["email"], problem: .staleForm, next: next, status: 403)
        }
        let session: NewSession
        do {
            session = try await exchange.library.signIn(email: form["email"], password: form["password"])
        } catch AccessError.badCredentials {
            return page(exchange, email: form["email"], problem: .wrongCredentials, next: next, status: 401)
        }
        var response = HTTPResponse.redirect(to: localPath(next) ?? "/")
        response.setCookie(Exchange.sessionCookie, session.token, maximumAge: Int(session.lifetimeSeconds), exchange)
        response.setCookie(formCookie, "", maximumAge: 0, exchange)
        return response
    }

    @Sendable private static func signOut(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        try exchange.checkCSRF(try await Form.read(exchange)["csrf"], expected: signedIn.session.csrfToken)
        try await exchange.library.signOut(sessionToken: signedIn.token)
        var response = HTTPResponse.redirect(to: "/login")
        response.setCookie(Exchange.sessionCookie, "", maximumAge: 0, exchange)
        return response
    }

    private static func page(
        _ exchange: Exchange, email: String = "", problem: LoginProblem? = nil, next: String? = nil, status: Int = 200
    ) -> HTTPResponse {
        let token = Cookies(exchange.request.headers)[formCookie].flatMap { $0.isEmpty ? nil : $0 } ?? RandomToken.make(bytes: 24)
        let context = exchange.pageContext(csrfToken: token, user: nil)
        var response = HTTPResponse.page(
            LoginPage.html(LoginPageModel(context: context, email: email, problem: problem, next: localPath(next))),
            status: status,
            exchange)
        response.setCookie(formCookie, token, maximumAge: 3600, exchange)
        return response
    }

    /// Only a path of this server: `//host` and `/\host` are other servers to a browser.
    private static func localPath(_ path: String?) -> String? {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.hasPrefix("/\\"),
            !path.unicodeScalars.contains(where: \.isControlOrBidirectional)
        else { return nil }
        return path
    }
}

extension HTTPResponse {
    fileprivate mutating func setCookie(_ name: String, _ value: String, maximumAge: Int, _ exchange: Exchange) {
        guard var cookie = SetCookie(name: name, value: value) else { return }
        cookie.maximumAge = maximumAge
        cookie.isSecure = exchange.isSecure
        headers.append(("Set-Cookie", cookie.headerValue))
    }
}
