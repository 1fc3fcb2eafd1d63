internal import Dashboard
internal import HTTPServer
internal import Library
internal import Markup
internal import Operations

extension HTTPResponse {
    /// A page that no cache keeps, under the strict policy every page works with.
    ///
    /// - Parameter frameOrigins: whose players it may show.
    static func page(
        _ html: HTML, status: Int = 200, frameOrigins: [String] = [], _ exchange: Exchange
    ) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [
                ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "private, no-store"),
                (
                    "Content-Security-Policy",
                    Document.contentSecurityPolicy(mediaOrigins: exchange.mediaOrigins, frameOrigins: frameOrigins)
                ),
                ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
            ],
            body: .bytes(html.utf8))
    }

    /// See Other: a form was handled, its outcome is at `path`.
    static func redirect(to path: String) -> HTTPResponse {
        HTTPResponse(status: 303, headers: [("Location", path), ("Cache-Control", "private, no-store")])
    }
}

extension Exchange {
    /// See Other: back to the view the address carries, or to another one, with a notice of what was done.
    func redirect(
        _ visit: PageVisit, notice: String, count: Int? = nil, _ change: (inout LibraryQuery) -> Void = { _ in }
    ) throws -> HTTPResponse {
        var view = try LibraryQuery(try query())
        change(&view)
        let address = view.address(in: OrganizationModel(visit.caller.organization)).adding("notice", notice)
        return .redirect(to: count.map { address.adding("count", String($0)) } ?? address)
    }

    /// Where public addresses of assets point to.
    fileprivate var mediaOrigins: [String] { [services.configuration.publicURL, library.publicOrigin].compactMap(\.self) }

    func pageContext(csrfToken: String, user: User?) -> PageContext {
        PageContext(
            localization: services.resources.localization, staticFiles: services.resources.addresses, csrfToken: csrfToken,
            userEmail: user?.email, now: library.now.seconds)
    }

    func pageContext(_ visit: PageVisit) -> PageContext {
        pageContext(csrfToken: visit.signedIn.session.csrfToken, user: visit.signedIn.user)
    }

    /// An error in words; it knows the person when a session can still be read.
    func errorPage(_ problem: Problem) async -> HTTPResponse {
        let signedIn = try? await signedIn()
        let context = pageContext(csrfToken: signedIn?.session.csrfToken ?? "", user: signedIn?.user)
        var response = HTTPResponse.page(
            ErrorPage.html(
                ErrorPageModel(context: context, status: problem.status, homePath: "/", requestID: id, detail: problem.detail)),
            status: problem.status, self)
        if let seconds = problem.retryAfterSeconds { response.headers.append(("Retry-After", "\(seconds)")) }
        return response
    }

    /// To the sign-in page, and back to here from it.
    func redirectToSignIn() -> HTTPResponse {
        guard request.method.isSafe else { return .redirect(to: "/login") }
        return .redirect(to: "/login?next=" + PercentEncoding.encode(request.target, for: .query))
    }
}
