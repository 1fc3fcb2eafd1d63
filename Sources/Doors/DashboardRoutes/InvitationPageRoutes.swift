internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/invitations/{secret}`: where an invitation's link leads, for whoever has it.
enum InvitationPageRoutes {
    static let all = [
        Route(.get, "/invitations/{secret}", .anybody(show), errors: .page),
        Route(.post, "/invitations/{secret}", .anybody(accept), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange) async throws -> HTTPResponse {
        try await page(exchange, signedIn: try? await exchange.signedIn())
    }

    /// Joins with the session there is, or else with an account made for the invitation.
    @Sendable private static func accept(_ exchange: Exchange) async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        if let signedIn = try? await exchange.signedIn() { return try await join(exchange, signedIn, form) }
        do {
            try exchange.checkFormToken(form)
        } catch {
            return try await page(exchange, signedIn: nil, isStale: true, status: 403)
        }
        do {
            let (membership, session) = try await exchange.library.acceptInvitation(
                secret: exchange.invitationSecret, newPassword: form["password"])
            var response = HTTPResponse.redirect(to: OrganizationModel(membership.organization).libraryPath)
            response.open(session, exchange)
            return response
        } catch let error as AccessError where !error.fields.isEmpty {
            return try await page(exchange, signedIn: nil, passwordError: error.sentence, status: 422)
        } catch let error as MemberError where error != .invitationUnusable {
            return try await page(exchange, signedIn: nil, status: Problem(error).status)
        }
    }

    private static func join(_ exchange: Exchange, _ signedIn: SignedIn, _ form: Form) async throws -> HTTPResponse {
        do {
            try exchange.checkCSRF(form["csrf"], expected: signedIn.session.csrfToken)
        } catch {
            return try await page(exchange, signedIn: signedIn, isStale: true, status: 403)
        }
        do {
            let membership = try await exchange.library.acceptInvitation(
                secret: exchange.invitationSecret, by: signedIn.user, door: .dashboard)
            return .redirect(to: OrganizationModel(membership.organization).libraryPath)
        } catch let error as MemberError where error != .invitationUnusable {
            return try await page(exchange, signedIn: signedIn, status: Problem(error).status)
        }
    }

    private static func page(
        _ exchange: Exchange, signedIn: SignedIn?, passwordError: String? = nil, isStale: Bool = false, status: Int = 200
    ) async throws -> HTTPResponse {
        let open = try await exchange.library.openInvitation(secret: exchange.invitationSecret)
        let (invitation, token) = (open.invitation, signedIn?.session.csrfToken ?? exchange.formToken)
        let way: InvitationPageModel.Way =
            switch (signedIn?.user.email, open.hasAccount) {
            case (invitation.email, _): .accept
            case (.some, _): .otherAccount
            case (nil, true): .signIn
            case (nil, false): .newAccount(passwordError: passwordError)
            }
        let model = InvitationPageModel(
            context: exchange.pageContext(csrfToken: token, user: signedIn?.user),
            organization: OrganizationModel(open.organization), email: invitation.email, role: RoleModel(invitation.role),
            expiresAt: invitation.expiresAt.seconds, way: way, path: "/invitations/\(exchange.invitationSecret)", isStale: isStale
        )
        var response = HTTPResponse.page(InvitationPage.html(model), status: status, exchange)
        if signedIn == nil { response.keepFormToken(token, exchange) }
        return response
    }
}
