internal import Dashboard
internal import HTTPServer
internal import Library
internal import Markup
internal import Operations

/// The form that gives an asset another file: `csrf` first, then the tag of what was seen, then the file.
enum ReplacePageRoutes {
    static let all = [
        Route(.post, "/org/{slug}/media/assets/{id}/replace", .page(.upload, replace), errors: .page)
    ]

    @Sendable private static func replace(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        let query = try LibraryQuery(try exchange.query())
        do {
            try await receive(id, exchange, visit)
            let address = query.address(in: OrganizationModel(visit.caller.organization), asset: id.description)
            return .redirect(to: address + "&notice=replaced")
        } catch let error as any Failure where isAboutTheFile(error) {
            let view = LibraryView(exchange, visit)
            var model = try await view.page(query)
            model.selected = try await view.detail(id)
            model.selected?.replaceError = FieldErrorModel(field: "file", code: error.code, detail: error.sentence)
            return .page(LibraryPage.html(model), status: Problem(error).status == 412 ? 409 : Problem(error).status, exchange)
        }
    }

    private static func receive(_ id: AssetID, _ exchange: Exchange, _ visit: PageVisit) async throws {
        let reader = try AssetUpload.multipart(exchange)
        guard let first = try await reader.nextPart(), first.name == "csrf" else { throw AccessError.crossSiteRequest }
        try exchange.checkCSRF(try await AssetUpload.text("csrf", reader), expected: visit.signedIn.session.csrfToken)
        guard let second = try await reader.nextPart(), second.name == "etag" else { throw AssetError.missingFile }
        let entityTag = try await AssetUpload.text("etag", reader)
        _ = try await AssetReplacement.receive(
            reader, for: id, ifMatch: entityTag.isEmpty ? nil : entityTag, exchange, by: visit.caller)
    }

    /// Whether the form can be shown again with what was wrong.
    private static func isAboutTheFile(_ error: any Failure) -> Bool {
        switch error {
        case AssetError.notFound: false
        case is AssetError, is ServiceError: true
        default: false
        }
    }
}
