internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// The pages and forms that change what content names: another file in one's place, and paths that follow a rename (M61, M64).
enum RewritingPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/media/assets/{id}/replace-usages", .page(.edit, choose), errors: .page),
        Route(.post, "/org/{slug}/media/assets/{id}/replace-usages", .page(.edit, replace), errors: .page),
        Route(.post, "/org/{slug}/media/assets/{id}/rewrite-references", .page(.edit, rewrite), errors: .page),
    ]

    @Sendable private static func choose(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        var model = try await page(exchange, visit)
        let parameters = try exchange.query()
        if let id = parameters["with"].flatMap({ AssetID($0) }) {
            model.chosen = LibraryView(exchange, visit).card(try await exchange.library.asset(id, by: visit.caller))
            return .page(ReplaceUsagesPage.html(model), exchange)
        }
        model.search = parameters["find"] ?? ""
        let found = try await exchange.library.listAssets(
            AssetQuery(search: AssetListParameters.search(model.search), position: .page(1), limit: 24), by: visit.caller)
        model.choices = found.assets.filter { $0.id.description != model.card.id }.map { LibraryView(exchange, visit).card($0) }
        return .page(ReplaceUsagesPage.html(model), exchange)
    }

    /// Back to the file; where something stands as before, the page says what.
    @Sendable private static func replace(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let id = try exchange.assetID()
        do {
            let replaced = try await exchange.library.replaceUsages(
                of: id, by: AssetID(form["with"]), baseURL: exchange.baseURL, by: visit.caller)
            let view = LibraryView(exchange, visit)
            if replaced.content.notRewritten.isEmpty {
                let address = try LibraryQuery(try exchange.query())
                    .address(in: OrganizationModel(visit.caller.organization), asset: id.description)
                return .redirect(to: address.adding("notice", "usagesReplaced").adding("count", "\(replaced.usages)"))
            }
            var model = try await page(exchange, visit)
            model.outcome = .init(
                replaced: replaced.usages,
                notRewritten: replaced.content.notRewritten.prefix(100).map { view.place($0.place, written: $0.written) })
            return .page(ReplaceUsagesPage.html(model), exchange)
        } catch let error as UsageError {
            var model = try await page(exchange, visit)
            model.problem = error.sentence
            return .page(ReplaceUsagesPage.html(model), status: error.pageStatus, exchange)
        }
    }

    private static func page(_ exchange: Exchange, _ visit: PageVisit) async throws -> ReplaceUsagesPageModel {
        let view = LibraryView(exchange, visit)
        let asset = try await exchange.library.asset(try exchange.assetID(), by: visit.caller)
        return ReplaceUsagesPageModel(
            scope: view.scope(try LibraryQuery(try exchange.query())), card: view.card(asset), useCount: asset.usageCount)
    }

    @Sendable private static func rewrite(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        _ = try await Form.read(exchange, visit)
        let id = try exchange.assetID()
        let content = try await exchange.library.rewriteReferences(to: id, by: visit.caller)
        let address = try LibraryQuery(try exchange.query())
            .address(in: OrganizationModel(visit.caller.organization), asset: id.description)
        return .redirect(to: address.adding("notice", "referencesRewritten").adding("count", "\(content.references)"))
    }
}

extension LibraryView {
    /// A place in content, as pages show it.
    func place(_ place: ContentPlace, written: String) -> UnchangedPlaceModel {
        let elsewhere = place.url.flatMap { WebAddress($0)?.text }
        return UnchangedPlaceModel(
            title: place.title, address: elsewhere ?? ownAddress(of: place.target, place.item), isElsewhere: elsewhere != nil,
            targetType: place.target.type.name, written: written)
    }

    /// What content names of the asset by its path, and by those it had (M64).
    func addPaths(of asset: Asset, to detail: inout AssetDetailModel) async throws {
        let library = exchange.library
        detail.form.pathReferences = try await library.referencesByPath(of: asset.id, by: visit.caller)
        let former = try await library.referencesByFormerPaths(of: asset.id, by: visit.caller)
        detail.brokenByRename = former.count
        detail.brokenPlaces = former.places.map { place($0.place, written: $0.written) }
    }
}
