internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/profile`: a person's own account, by forms that need no scripts.
enum ProfileRoutes {
    static let all = [
        Route(.get, "/profile", .session(show), errors: .page),
        Route(.post, "/profile/password", .session(changePassword), errors: .page),
        Route(.post, "/profile/sign-out-everywhere", .session(signOutEverywhere), errors: .page),
        Route(.post, "/profile/delete", .session(delete), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        var model = try await model(exchange, signedIn)
        model.noticeCode = try exchange.query()["notice"]
        return .page(ProfilePage.html(model), exchange)
    }

    @Sendable private static func changePassword(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        let form = try await form(exchange, signedIn)
        do {
            try await exchange.library.changePassword(
                of: signedIn.user, current: form["currentPassword"], new: form["newPassword"], keeping: signedIn.token,
                from: exchange.clientAddress)
            return .redirect(to: "/profile?notice=passwordChanged")
        } catch let error as AccessError {
            return try await page(exchange, signedIn, error)
        }
    }

    @Sendable private static func signOutEverywhere(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        _ = try await form(exchange, signedIn)
        try await exchange.library.signOutEverywhere(signedIn.user)
        return .redirect(to: "/login").endingSession(exchange)
    }

    @Sendable private static func delete(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        let form = try await form(exchange, signedIn)
        do {
            try await exchange.library.deleteAccount(
                of: signedIn.user, password: form["password"], from: exchange.clientAddress)
            return .redirect(to: "/login").endingSession(exchange)
        } catch let error as AccessError {
            return try await page(exchange, signedIn, error)
        }
    }

    private static func form(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> Form {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: signedIn.session.csrfToken)
        return form
    }

    /// The page again, with what was wrong: under the field it is about, else above all.
    private static func page(_ exchange: Exchange, _ signedIn: SignedIn, _ error: AccessError) async throws -> HTTPResponse {
        var model = try await model(exchange, signedIn)
        model.errors = error.fields.map { FieldErrorModel(field: $0.field, code: $0.code, detail: $0.detail) }
        model.problem = error.fields.isEmpty ? error.sentence : nil
        var response = HTTPResponse.page(ProfilePage.html(model), status: Problem(error).status, exchange)
        response.addRetryAfter(error)
        return response
    }

    private static func model(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> ProfilePageModel {
        let places = try await exchange.library.places(of: signedIn.user)
        return ProfilePageModel(
            context: exchange.pageContext(csrfToken: signedIn.session.csrfToken, user: signedIn.user),
            isSuperadmin: signedIn.user.isSuperadmin,
            places: places.map { .init(organization: OrganizationModel($0.organization), role: $0.role?.rawValue) },
            minimumPasswordLength: MediaLibrary.minimumPasswordLength)
    }
}
