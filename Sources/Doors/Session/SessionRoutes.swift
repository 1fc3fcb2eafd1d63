internal import HTTPServer
internal import Library
internal import Operations

/// `/session`: who is signed in, a new password, and ways out (M4).
enum SessionRoutes {
    static let all = [
        Route(.get, "/session", .session(show)),
        Route(.put, "/session/password", .session(changePassword)),
        Route(.delete, "/session", .session(signOut)),
        Route(.delete, "/sessions", .session(signOutEverywhere)),
        Route(.delete, "/users/{id}", .superadmin(deleteUser)),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        let places = try await exchange.library.places(of: signedIn.user)
        let slug = exchange.request.headers["x-organization"] ?? exchange.lastUsed(among: places.map(\.organization))?.slug
        var caller: Caller?
        if let slug { caller = try await exchange.library.caller(signedIn.user, in: slug, door: .api) }
        return .json(SessionBody(signedIn.session, places: places, active: caller, exchange))
    }

    @Sendable private static func changePassword(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        try exchange.checkCSRFHeader(signedIn)
        var object = JSONFields(try await exchange.jsonObject())
        let (current, new) = (object.string("currentPassword"), object.string("newPassword"))
        try object.end()
        try await exchange.library.changePassword(
            of: signedIn.user, current: current, new: new, keeping: signedIn.token, from: exchange.clientAddress)
        return .noContent()
    }

    @Sendable private static func signOut(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        try exchange.checkCSRFHeader(signedIn)
        try await exchange.library.signOut(sessionToken: signedIn.token)
        return .noContent().endingSession(exchange)
    }

    @Sendable private static func signOutEverywhere(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        try exchange.checkCSRFHeader(signedIn)
        try await exchange.library.signOutEverywhere(signedIn.user)
        return .noContent().endingSession(exchange)
    }

    @Sendable private static func deleteUser(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        guard let id = exchange.parameters["id"].flatMap({ UserID($0) }) else { throw AccessError.accountUnknown }
        try await exchange.library.deleteUser(id, by: ServerCaller(user: signedIn.user, door: .api))
        return .noContent()
    }
}

extension HTTPResponse {
    /// Takes the session's cookie from the browser.
    func endingSession(_ exchange: Exchange) -> HTTPResponse {
        var response = self
        response.setCookie(Exchange.sessionCookie, "", maximumAge: 0, exchange)
        return response
    }
}
