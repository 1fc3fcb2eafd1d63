internal import Dashboard
internal import HTTPServer
internal import Library
internal import Markup
internal import Operations

/// The forms that choose an asset's thumbnail and take it back.
enum ThumbnailPageRoutes {
    static let all = [
        Route(.post, "/org/{slug}/media/assets/{id}/thumbnail", .page(.edit, set), errors: .page),
        Route(.post, "/org/{slug}/media/assets/{id}/thumbnail/reset", .page(.edit, reset), errors: .page),
    ]

    @Sendable private static func set(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        return try await change(exchange, visit, id, notice: "thumbnail") {
            let (reader, entityTag) = try await FileForm.begin(exchange, visit)
            guard let part = try await reader.nextPart(), part.name == "file", part.fileName?.isEmpty == false else {
                throw ThumbnailError.missingFile
            }
            _ = try await exchange.library.setThumbnail(
                of: id, LastPart(reader: reader), ifMatch: entityTag, by: visit.caller)
        }
    }

    @Sendable private static func reset(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: visit.signedIn.session.csrfToken)
        return try await change(exchange, visit, id, notice: "thumbnail-reset") {
            let entityTag = form["etag"].isEmpty ? nil : form["etag"]
            _ = try await exchange.library.resetThumbnail(of: id, ifMatch: entityTag, by: visit.caller)
        }
    }

    /// Back to the asset with `notice`, or the page again with what was wrong.
    private static func change(
        _ exchange: Exchange, _ visit: PageVisit, _ id: AssetID, notice: String, _ work: @Sendable () async throws -> Void
    ) async throws -> HTTPResponse {
        let query = try LibraryQuery(try exchange.query())
        do {
            try await work()
            let address = query.address(in: OrganizationModel(visit.caller.organization), asset: id.description)
            return .redirect(to: address + "&notice=\(notice)")
        } catch let error as any Failure where FileForm.canShow(error) {
            let view = LibraryView(exchange, visit)
            var model = try await view.page(query)
            model.selected = try await view.detail(id)
            model.selected?.thumbnailChoiceError = FieldErrorModel(field: "file", code: error.code, detail: error.sentence)
            return .page(LibraryPage.html(model), status: error.pageStatus, exchange)
        }
    }
}
