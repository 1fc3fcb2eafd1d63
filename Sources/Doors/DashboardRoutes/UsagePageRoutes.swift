internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/media/assets/{id}/usages`: where a file is used, and the forms that take it off a place (M37, M38).
enum UsagePageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/media/assets/{id}/usages", .page(.read, show), errors: .page),
        Route(.post, "/org/{slug}/media/assets/{id}/usages/{usage}/detach", .page(.edit, detach), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (query, view) = (try exchange.query(), LibraryView(exchange, visit))
        let asset = try await exchange.library.asset(try exchange.assetID(), by: visit.caller)
        let uses = try await view.uses(
            of: asset, after: query["after"].flatMap(UsagePosition.init), limit: AssetQuery.defaultLimit)
        let model = UsagePageModel(
            sidebar: try await view.sidebar(), query: try LibraryQuery(query), card: view.card(asset), uses: uses,
            noticeCode: query["notice"])
        return .page(UsagePage.html(model), exchange)
    }

    /// Back to where the form stands: the file’s details, the list of places, or the question whether to delete it.
    @Sendable private static func detach(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let id = try exchange.assetID()
        guard let usage = exchange.parameters["usage"].flatMap({ UsageID($0) }) else { throw UsageError.notFound }
        do {
            try await exchange.library.detachUsage(usage, of: id, by: visit.caller)
        } catch UsageError.notFound {
            // Somebody was faster: it is as it was asked for. What never was is told alike.
            _ = try await exchange.library.asset(id, by: visit.caller)
        }
        let (query, organization) = (try LibraryQuery(try exchange.query()), OrganizationModel(visit.caller.organization))
        switch form["back"] {
        case "delete": return .redirect(to: query.formAddress(id.description, in: organization, action: "/delete"))
        case "usages":
            return .redirect(
                to: query.formAddress(id.description, in: organization, action: "/usages", [("notice", "detached")]))
        default:
            return .redirect(to: query.address(in: organization, asset: id.description).adding("notice", "detached"))
        }
    }
}
