internal import Dashboard
internal import HTTPServer
internal import Library
internal import Markup
internal import Operations

/// The form that gives an asset another file.
enum ReplacePageRoutes {
    static let all = [
        Route(.post, "/org/{slug}/media/assets/{id}/replace", .page(.upload, replace), errors: .page)
    ]

    @Sendable private static func replace(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        let query = try LibraryQuery(try exchange.query())
        do {
            let (reader, entityTag) = try await FileForm.begin(exchange, visit)
            _ = try await AssetReplacement.receive(reader, for: id, ifMatch: entityTag, exchange, by: visit.caller)
            let address = query.address(in: OrganizationModel(visit.caller.organization), asset: id.description)
            return .redirect(to: address + "&notice=replaced")
        } catch let error as any Failure where FileForm.canShow(error) {
            let view = LibraryView(exchange, visit)
            var model = try await view.page(query)
            model.selected = try await view.detail(id)
            model.selected?.replaceError = FieldErrorModel(field: "file", code: error.code, detail: error.sentence)
            return .page(LibraryPage.html(model), status: error.pageStatus, exchange)
        }
    }
}
