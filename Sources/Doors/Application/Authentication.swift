internal import HTTPServer
internal import Library
internal import Operations

/// A browser that has signed in.
struct SignedIn: Sendable {
    let session: Session
    /// The secret of the cookie, for signing out.
    let token: String

    var user: User { session.user }
}

/// A signed-in browser on a page of an organization.
struct PageVisit: Sendable {
    let signedIn: SignedIn
    let caller: Caller
}

extension Exchange {
    static let sessionCookie = "vitrine_session"

    /// The caller of an API route: by bearer token, else by session with its CSRF token where something changes (M4).
    func apiCaller() async throws -> Caller {
        if let caller { return caller }
        if let authorization = request.headers["authorization"] {
            guard authorization.lowercased().hasPrefix("bearer "), authorization.utf8.count < 512 else {
                throw AccessError.invalidToken
            }
            return try await library.caller(token: String(authorization.dropFirst(7)))
        }
        let signedIn = try await signedIn()
        try checkCSRFHeader(signedIn)
        return try await library.caller(signedIn.user, in: try await activeOrganization(of: signedIn.user), door: .api)
    }

    /// The session the cookie names; throws `signInRequired`.
    func signedIn() async throws -> SignedIn {
        guard let token = Cookies(request.headers)[Self.sessionCookie], let session = try await library.session(token: token)
        else {
            throw AccessError.signInRequired
        }
        return SignedIn(session: session, token: token)
    }

    /// The caller of a route about one asset: a session need not say which organization it means.
    func assetCaller() async throws -> Caller {
        if request.headers["authorization"] != nil { return try await apiCaller() }
        let signedIn = try await signedIn()
        try checkCSRFHeader(signedIn)
        return try await library.caller(signedIn.user, besideAsset: try assetID(), door: .api)
    }

    func pageVisit() async throws -> PageVisit {
        let signedIn = try await signedIn()
        // A page that is nobody's in particular says in its forms whose it was when it was shown.
        var slug = try parameters["slug"] ?? query()["organization"]
        if slug == nil { slug = try await activeOrganization(of: signedIn.user) }
        let caller = try await library.caller(signedIn.user, in: slug ?? "", door: .dashboard)
        return PageVisit(signedIn: signedIn, caller: caller)
    }

    /// The slug of the organization an API request by session is about: `X-Organization`, else the one the browser was in last.
    func activeOrganization(of user: User) async throws -> String {
        if let slug = request.headers["x-organization"] { return slug }
        guard let organization = lastUsed(among: try await library.organizations(of: user)) else {
            throw AccessError.organizationUnknown
        }
        return organization.slug
    }
}
