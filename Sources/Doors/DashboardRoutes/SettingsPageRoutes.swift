internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/settings`: what administrators set about their organization, by forms that need no scripts.
enum SettingsPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/settings", .page(.administer, show), errors: .page),
        Route(.post, "/org/{slug}/settings", .page(.administer) { try await change(.name, $0, $1) }, errors: .page),
        Route(.post, "/org/{slug}/settings/rules", .page(.administer) { try await change(.rules, $0, $1) }, errors: .page),
        Route(.post, "/org/{slug}/settings/limits", .page(.administer) { try await change(.limits, $0, $1) }, errors: .page),
        Route(.post, "/org/{slug}/settings/origins", .page(.administer) { try await change(.origins, $0, $1) }, errors: .page),
        Route(.post, "/org/{slug}/settings/delete", .page(.administer, delete), errors: .page),
        Route(.post, "/org/{slug}/settings/logo", .page(.administer, setLogo), errors: .page),
        Route(.post, "/org/{slug}/settings/logo/remove", .page(.administer, removeLogo), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        var model = try await model(exchange, visit)
        model.noticeCode = try exchange.query()["notice"]
        return .page(SettingsPage.html(model), exchange)
    }

    private static func change(
        _ kind: OrganizationSettingsForm, _ exchange: Exchange, _ visit: PageVisit
    ) async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: visit.signedIn.session.csrfToken)
        do {
            let etag = form["etag"]
            _ = try await exchange.library.changeOrganization(
                kind.edit(form), ifMatch: etag.isEmpty ? nil : etag, by: visit.caller)
            return .redirect(to: OrganizationModel(visit.caller.organization).settingsPath + "?notice=saved")
        } catch let error as OrganizationError {
            var model = try await model(exchange, visit)
            kind.show(form, error.fields, in: &model.settings)
            model.settings.isConflict = error == .changedMeanwhile
            return .page(SettingsPage.html(model), status: model.settings.isConflict ? 409 : 422, exchange)
        }
    }

    @Sendable private static func delete(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: visit.signedIn.session.csrfToken)
        do {
            try await exchange.library.deleteOrganization(confirmedBy: form["slug"].trimmedWhitespace, by: visit.caller)
            return .redirect(to: "/organizations?notice=organizationDeleted")
        } catch let error as OrganizationError {
            var model = try await model(exchange, visit)
            model.settings.isDeletionUnconfirmed = true
            return .page(SettingsPage.html(model), status: Problem(error).status, exchange)
        }
    }

    /// The field `csrf` comes first, then the picture.
    @Sendable private static func setLogo(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let reader = try AssetUpload.multipart(exchange)
        guard let first = try await reader.nextPart(), first.name == "csrf" else { throw AccessError.crossSiteRequest }
        try exchange.checkCSRF(try await AssetUpload.text("csrf", reader), expected: visit.signedIn.session.csrfToken)
        do {
            // A browser sends an empty part without a name when no file was chosen.
            guard let part = try await reader.nextPart(), part.name == "file", part.fileName?.isEmpty == false else {
                throw LogoError.missingFile
            }
            _ = try await exchange.library.setLogo(LastPart(reader: reader), by: visit.caller)
            return .redirect(to: OrganizationModel(visit.caller.organization).settingsPath + "?notice=logoSet")
        } catch let error as LogoError {
            return try await page(exchange, visit, error)
        }
    }

    @Sendable private static func removeLogo(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try exchange.checkCSRF(try await Form.read(exchange)["csrf"], expected: visit.signedIn.session.csrfToken)
        do {
            try await exchange.library.removeLogo(by: visit.caller)
            return .redirect(to: OrganizationModel(visit.caller.organization).settingsPath + "?notice=logoRemoved")
        } catch let error as LogoError {
            return try await page(exchange, visit, error)
        }
    }

    private static func page(_ exchange: Exchange, _ visit: PageVisit, _ error: LogoError) async throws -> HTTPResponse {
        var model = try await model(exchange, visit)
        model.logoError = FieldErrorModel(field: "file", code: error.code, detail: error.sentence)
        return .page(SettingsPage.html(model), status: Problem(error).status, exchange)
    }

    private static func model(_ exchange: Exchange, _ visit: PageVisit) async throws -> SettingsPageModel {
        let logo = visit.caller.organization.logo
        return SettingsPageModel(
            sidebar: try await LibraryView(exchange, visit).sidebar(isSettings: true),
            settings: OrganizationSettingsModel(visit.caller.organization, visit.caller),
            logoAddress: logo.map { exchange.absolute($0.publicPath) }, maximumLogoBytes: OrganizationLogo.maximumBytes)
    }
}
