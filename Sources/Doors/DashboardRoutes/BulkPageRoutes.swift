internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/media/bulk…`: what is done to the assets that were selected, by forms that need no scripts (M57).
enum BulkPageRoutes {
    static let all = [
        // Which capability it takes depends on the action.
        Route(.post, "/org/{slug}/media/bulk", .page(.read, change), errors: .page),
        Route(.get, "/org/{slug}/media/bulk/move", .page(.edit, askPlace), errors: .page),
        Route(.get, "/org/{slug}/media/bulk/delete", .page(.delete, askDelete), errors: .page),
    ]

    /// More than a page has.
    private static let maximumIDs = 200
    /// How many are named where all are asked about.
    private static let namedCount = 10

    // Asking

    @Sendable private static func askPlace(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (query, view) = (try exchange.query(), LibraryView(exchange, visit))
        let ids = assetIDs(query.values("id"))
        guard !ids.isEmpty else { return try await nothingSelected(exchange, visit) }
        let model = MovePageModel(
            scope: view.scope(try LibraryQuery(query)), thing: .assets(ids.map(\.description)),
            path: try await view.path(to: query.chosenFolder),
            level: try await view.level(query.chosenFolder, after: query.levelPosition))
        return .page(MovePage.html(model), exchange)
    }

    @Sendable private static func askDelete(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (query, view) = (try exchange.query(), LibraryView(exchange, visit))
        let ids = assetIDs(query.values("id"))
        guard !ids.isEmpty else { return try await nothingSelected(exchange, visit) }
        let shown = try LibraryQuery(query)
        let assets = try await exchange.library.assets(ids, by: visit.caller)
        let model = BulkDeletePageModel(
            scope: view.scope(shown), ids: ids.map(\.description),
            names: ids.prefix(namedCount).map { id in
                (assets[id]?.metadata.displayName ?? id.description, assets[id]?.usageCount ?? 0)
            }, deletion: view.deletion(on: shown.shelf),
            keptCount: assets.values.count { view.deletionOrKeeping(of: $0).1 != nil }, canForce: view.canForceDeletion)
        return .page(BulkDeletePage.html(model), exchange)
    }

    // Doing

    @Sendable private static func change(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let ids = assetIDs(form.values("id"))
        guard !ids.isEmpty else { return try await nothingSelected(exchange, visit) }
        let query = try LibraryQuery(try exchange.query())
        let organization = OrganizationModel(visit.caller.organization)
        let selection = ids.map { (name: "id", value: $0.description) }
        let tags = form["tags"].split(separator: ",").map { String($0).trimmedWhitespace }.filter { !$0.isEmpty }
        switch form["action"] {
        case "move" where !form.has("in"):
            let place = [(name: "in", value: query.folder?.id ?? "")]
            return .redirect(to: query.bulkAddress(in: organization, action: "/move", place + selection))
        case "delete" where form["confirmed"].isEmpty:
            return .redirect(to: query.bulkAddress(in: organization, action: "/delete", selection))
        case "tag" where tags.isEmpty, "untag" where tags.isEmpty:
            return try await refuse(exchange, visit, "error.noTags")
        case "tag": return try await change(ids, .tag(tags), notice: "bulkTag", exchange, visit)
        case "untag": return try await change(ids, .untag(tags), notice: "bulkUntag", exchange, visit)
        case "move": return try await change(ids, .move(try form.folder("in")), notice: "bulkMove", exchange, visit)
        case "archive": return try await change(ids, .archive, notice: "bulkArchive", exchange, visit)
        case "restore": return try await change(ids, .restore, notice: "bulkRestore", exchange, visit)
        case "delete":
            let notice = LibraryView(exchange, visit).deletion(on: query.shelf).noticeOfMany
            let forced = form["force"] == "yes" ? try await kept(ids, exchange, visit) : []
            return try await change(ids, .delete(isForced: false), forcing: forced, notice: notice, exchange, visit)
        default: return try await nothingSelected(exchange, visit)
        }
    }

    /// Back to the view with how many were changed; where some were not, the view says which and why.
    ///
    /// `forced` are deleted against the rule that keeps them; of the others forcing might do more than was asked for.
    private static func change(
        _ ids: [AssetID], _ change: BulkChange, forcing forced: Set<AssetID> = [], notice: String, _ exchange: Exchange,
        _ visit: PageVisit
    ) async throws -> HTTPResponse {
        var outcomes: [BulkOutcome]
        do {
            outcomes = try await exchange.library.changeAssets(
                ids.filter { !forced.contains($0) }, change, by: visit.caller)
            outcomes += try await exchange.library.changeAssets(
                ids.filter(forced.contains), .delete(isForced: true), by: visit.caller)
        } catch let error as AssetError {
            return try await page(exchange, visit, status: error.pageStatus) { $0.problem = error.sentence }
        }
        let failed = outcomes.filter { $0.error != nil }
        if failed.isEmpty { return try exchange.redirect(visit, notice: notice, count: outcomes.count) }
        var failures: [BulkResultModel.Failure] = []
        for outcome in failed {
            guard let error = outcome.error else { continue }
            exchange.logUnexpected(error)
            failures.append(
                BulkResultModel.Failure(name: await name(of: outcome.id, exchange, visit), reason: Problem(error).detail))
        }
        let result = BulkResultModel(doneCount: outcomes.count - failed.count, failures: failures)
        return try await page(exchange, visit, status: 422) { $0.bulk = result }
    }

    /// Those of the assets that the rules keep, being in use.
    private static func kept(_ ids: [AssetID], _ exchange: Exchange, _ visit: PageVisit) async throws -> Set<AssetID> {
        let view = LibraryView(exchange, visit)
        let assets = try await exchange.library.assets(ids, by: visit.caller)
        return Set(assets.filter { view.deletionOrKeeping(of: $0.value).1 != nil }.keys)
    }

    private static func nothingSelected(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try await refuse(exchange, visit, "error.nothingSelected")
    }

    private static func refuse(_ exchange: Exchange, _ visit: PageVisit, _ sentence: String) async throws -> HTTPResponse {
        let words = exchange.pageContext(visit).localization(sentence)
        return try await page(exchange, visit, status: 422) { $0.problem = words }
    }

    private static func page(
        _ exchange: Exchange, _ visit: PageVisit, status: Int, _ change: (inout LibraryPageModel) -> Void
    ) async throws -> HTTPResponse {
        var model = try await LibraryView(exchange, visit).page(try LibraryQuery(try exchange.query()))
        change(&model)
        return .page(LibraryPage.html(model), status: status, exchange)
    }

    /// Each once, in their order; what is no id is left out.
    private static func assetIDs(_ texts: [String]) -> [AssetID] {
        var ids: [AssetID] = []
        for id in texts.prefix(maximumIDs).compactMap({ AssetID($0) }) where !ids.contains(id) { ids.append(id) }
        return ids
    }

    /// What people know it by; its id where it is not theirs to see.
    private static func name(of id: AssetID, _ exchange: Exchange, _ visit: PageVisit) async -> String {
        let asset = try? await exchange.library.asset(id, by: visit.caller)
        return asset?.metadata.displayName ?? id.description
    }
}

extension DeletionModel {
    /// The notice about several assets.
    fileprivate var noticeOfMany: String {
        switch self {
        case .trash: "bulkTrash"
        case .archive: "bulkArchive"
        case .purge: "bulkDelete"
        }
    }
}
