internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/settings/members`: who is in the organization and who is invited, by forms that need no scripts.
enum MemberPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/settings/members", .page(.administer, show), errors: .page),
        Route(.post, "/org/{slug}/settings/members/{userId}", .page(.administer, changeRole), errors: .page),
        Route(.post, "/org/{slug}/settings/members/{userId}/remove", .page(.administer, remove), errors: .page),
        Route(.post, "/org/{slug}/settings/invitations", .page(.administer, invite), errors: .page),
        Route(.post, "/org/{slug}/settings/invitations/{id}/revoke", .page(.administer, revoke), errors: .page),
        Route(.post, "/organizations/leave", .session(leave), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        var model = try await MembersView(exchange, visit).model()
        model.noticeCode = try exchange.query()["notice"]
        return .page(MembersPage.html(model), exchange)
    }

    @Sendable private static func changeRole(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await visit.form(exchange)
        let id = exchange.memberID
        do {
            guard let role = Role(rawValue: form["role"]) else { throw MemberError.notFound }
            _ = try await exchange.library.changeMemberRole(id, to: role, by: visit.caller)
            return done("roleSaved", visit)
        } catch let error as MemberError where error != .notFound {
            var model = try await MembersView(exchange, visit).model()
            model.refuse(id.description, error)
            return .page(MembersPage.html(model), status: Problem(error).status, exchange)
        }
    }

    @Sendable private static func remove(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        _ = try await visit.form(exchange)
        let id = exchange.memberID
        do {
            try await exchange.library.removeMember(id, by: visit.caller)
            return done("memberRemoved", visit)
        } catch let error as MemberError where error != .notFound {
            var model = try await MembersView(exchange, visit).model()
            model.refuse(id.description, error)
            return .page(MembersPage.html(model), status: Problem(error).status, exchange)
        }
    }

    /// The link is in this answer alone: what is stored of it could not make it again.
    @Sendable private static func invite(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await visit.form(exchange)
        let request = InvitationRequest(
            email: form["email"], role: Role(rawValue: form["role"]) ?? .member, expiresInDays: Int(form["expiresInDays"]) ?? 0)
        let view = MembersView(exchange, visit)
        do {
            let created = try await exchange.library.inviteMember(request, by: visit.caller)
            var model = try await view.model()
            model.link = .init(email: created.invitation.email, address: exchange.absolute(created.path))
            return .page(MembersPage.html(model), status: 201, exchange)
        } catch let error as any Failure where !error.fields.isEmpty {
            var model = try await view.model()
            model.form = .init(
                email: form["email"], role: RoleModel(request.role), days: form["expiresInDays"],
                errors: error.fields.map(FieldErrorModel.init))
            return .page(MembersPage.html(model), status: Problem(error).status, exchange)
        }
    }

    @Sendable private static func revoke(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        _ = try await visit.form(exchange)
        try await exchange.library.revokeInvitation(exchange.invitationID, by: visit.caller)
        return done("invitationRevoked", visit)
    }

    @Sendable private static func leave(_ exchange: Exchange, _ signedIn: SignedIn) async throws -> HTTPResponse {
        try await OrganizationsView(exchange, signedIn).leave()
    }

    private static func done(_ notice: String, _ visit: PageVisit) -> HTTPResponse {
        .redirect(to: OrganizationModel(visit.caller.organization).membersPath + "?notice=\(notice)")
    }
}

extension PageVisit {
    /// The form that was sent, once it is known to come from a page of this session.
    fileprivate func form(_ exchange: Exchange) async throws -> Form {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: signedIn.session.csrfToken)
        return form
    }
}

extension MembersPageModel {
    /// Shows under the member's role why a change was refused, or above the list where the member has none to change.
    fileprivate mutating func refuse(_ id: String, _ error: MemberError) {
        if let index = members.firstIndex(where: { $0.id == id && !$0.choices.isEmpty }) {
            members[index].error = FieldErrorModel(field: "role", code: error.code, detail: error.sentence)
        } else {
            problem = error.sentence
        }
    }
}
