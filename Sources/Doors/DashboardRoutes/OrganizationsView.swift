internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// The page `/organizations` and what its forms do.
struct OrganizationsView: Sendable {
    private let exchange: Exchange
    private let signedIn: SignedIn

    init(_ exchange: Exchange, _ signedIn: SignedIn) {
        self.exchange = exchange
        self.signedIn = signedIn
    }

    func response() async throws -> HTTPResponse {
        var model = try await model()
        model.noticeCode = try exchange.query()["notice"]
        return .page(OrganizationsPage.html(model), exchange)
    }

    /// Into the new organization, or back to the form with what was wrong.
    func create() async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: signedIn.session.csrfToken)
        do {
            let organization = try await exchange.library.createOrganization(
                slug: form["slug"].trimmedWhitespace, name: form["name"], plan: Plan(rawValue: form["plan"]) ?? .free,
                profile: Profile(rawValue: form["profile"]) ?? .cms, by: ServerCaller(user: signedIn.user, door: .dashboard))
            return .redirect(to: OrganizationModel(organization).libraryPath)
        } catch let error as OrganizationError {
            var model = try await model()
            model.form = .init(
                slug: form["slug"], name: form["name"], plan: form["plan"], profile: form["profile"],
                errors: error.fields.map(FieldErrorModel.init))
            return .page(OrganizationsPage.html(model), status: Problem(error).status, exchange)
        }
    }

    /// Ends the person's own membership; everybody may, but the last owner.
    func leave() async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: signedIn.session.csrfToken)
        let caller = try await exchange.library.caller(signedIn.user, in: form["slug"], door: .dashboard)
        do {
            try await exchange.library.removeMember(signedIn.user.id, by: caller)
            return .redirect(to: "/organizations?notice=left")
        } catch let error as MemberError {
            var model = try await model()
            for index in model.places.indices where model.places[index].organization.slug == caller.organization.slug {
                model.places[index].error = error.sentence
            }
            return .page(OrganizationsPage.html(model), status: Problem(error).status, exchange)
        }
    }

    private func model() async throws -> OrganizationsPageModel {
        let places = try await exchange.library.places(of: signedIn.user)
        return OrganizationsPageModel(
            context: exchange.pageContext(csrfToken: signedIn.session.csrfToken, user: signedIn.user),
            places: places.map {
                .init(
                    organization: OrganizationModel($0.organization), role: $0.role.map(RoleModel.init),
                    plan: $0.organization.plan.rawValue)
            },
            form: signedIn.user.isSuperadmin ? .init() : nil, plans: Plan.allCases.map(\.rawValue),
            profiles: Profile.allCases.map(\.rawValue))
    }
}

extension RoleModel {
    init(_ role: Role) {
        switch role {
        case .member: self = .member
        case .manager: self = .manager
        case .admin: self = .admin
        case .owner: self = .owner
        }
    }
}

extension FieldErrorModel {
    init(_ problem: FieldProblem) { self.init(field: problem.field, code: problem.code, detail: problem.detail) }
}
