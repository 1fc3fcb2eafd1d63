internal import Dashboard
internal import HTTPServer
internal import Library
internal import Markup
internal import Operations

/// `/org/{slug}/media`: the library, its forms, and the fragments its scripts ask for.
enum LibraryPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/media", .page(.read, show), errors: .page),
        Route(.get, "/org/{slug}/media/fragments/grid", .page(.read, grid)),
        Route(.get, "/org/{slug}/media/fragments/asset/{id}", .page(.read, detail)),
        Route(.get, "/org/{slug}/media/fragments/card/{id}", .page(.read, card)),
        Route(.get, "/org/{slug}/media/fragments/notice", .page(.read, notice)),
        Route(.post, "/org/{slug}/media/upload", .page(.upload, upload), errors: .page),
        Route(.post, "/org/{slug}/media/assets/{id}", .page(.edit, edit), errors: .page),
        Route(.get, "/org/{slug}/media/assets/{id}/delete", .page(.delete, confirmDelete), errors: .page),
        Route(.post, "/org/{slug}/media/assets/{id}/delete", .page(.delete, delete), errors: .page),
        Route(.post, "/org/{slug}/media/assets/{id}/archive", .page(.edit, archive), errors: .page),
        // Which of the capabilities to edit and to delete it takes depends on where the asset is.
        Route(.post, "/org/{slug}/media/assets/{id}/restore", .page(.read, restore), errors: .page),
    ]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let query = try exchange.query()
        var model = try await LibraryView(exchange, visit).page(try LibraryQuery(query))
        model.noticeCode = query["notice"]
        model.noticeCount = query["count"].flatMap { Int($0) }.map { min(max($0, 0), 10_000) }
        model.undoID = query["undo"].flatMap { AssetID($0) }?.description
        if let id = query["asset"].flatMap({ AssetID($0) }) {
            model.selected = try? await LibraryView(exchange, visit).detail(id)
        }
        return .page(LibraryPage.html(model), exchange)
    }

    @Sendable private static func grid(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let model = try await LibraryView(exchange, visit).page(try LibraryQuery(try exchange.query()), hasTree: false)
        return .page(LibraryFragment.grid(model.results, storage: model.storage, scope: model.scope), exchange)
    }

    @Sendable private static func detail(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let view = LibraryView(exchange, visit)
        let detail = try await view.detail(try exchange.assetID())
        return .page(LibraryFragment.asset(detail, scope: view.scope(try LibraryQuery(try exchange.query()))), exchange)
    }

    @Sendable private static func card(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let view = LibraryView(exchange, visit)
        let asset = try await exchange.library.asset(try exchange.assetID(), by: visit.caller)
        return .page(
            LibraryFragment.card(view.card(asset), scope: view.scope(try LibraryQuery(try exchange.query()))), exchange)
    }

    @Sendable private static func notice(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let query = try exchange.query()
        let id = query["undo"].flatMap { AssetID($0) }?.description
        let scope = LibraryView(exchange, visit).scope(try LibraryQuery(query))
        return .page(LibraryFragment.notice(query["notice"], undoing: id, scope: scope), exchange)
    }

    /// Every file of the form on its own: what was taken stays, what was refused is told with its reason.
    @Sendable private static func upload(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let query = try LibraryQuery(try exchange.query())
        let outcome = try await FormUpload.receive(exchange, visit, into: query.folder?.folderID)
        if outcome.refusals.isEmpty { return try exchange.redirect(visit, notice: "uploaded") }
        var model = try await LibraryView(exchange, visit).page(query)
        model.uploadRefusals = outcome.refusals
        model.uploadedCount = outcome.uploaded
        return .page(LibraryPage.html(model), status: 422, exchange)
    }

    @Sendable private static func edit(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange)
        try exchange.checkCSRF(form["csrf"], expected: visit.signedIn.session.csrfToken)
        let query = try LibraryQuery(try exchange.query())
        let id = try exchange.assetID()
        let view = LibraryView(exchange, visit)
        do {
            let entityTag = form["etag"].isEmpty ? nil : form["etag"]
            let before = try await exchange.library.asset(id, by: visit.caller)
            let asset = try await exchange.library.editAsset(id, AssetEdit(form), ifMatch: entityTag, by: visit.caller)
            if asset.logicalPath != before.logicalPath, form["references"] == RenameReferences.rewrite.rawValue {
                _ = try await exchange.library.rewriteReferences(to: id, by: visit.caller)
            }
            return .redirect(
                to: query.address(in: OrganizationModel(visit.caller.organization), asset: id.description)
                    .adding("notice", "saved"))
        } catch let error as AssetError where error != .notFound {
            var model = try await view.page(query)
            model.selected = try await view.detail(id)
            model.selected?.form.keep(form, after: error)
            return .page(LibraryPage.html(model), status: error == .changedMeanwhile ? 409 : 422, exchange)
        }
    }

    @Sendable private static func confirmDelete(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        .page(DeletePage.html(try await LibraryView(exchange, visit).deletePage(try exchange.assetID())), exchange)
    }

    /// One that came into use meanwhile is asked about again, with the places (M38).
    @Sendable private static func delete(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        do {
            return try await change(exchange, visit) { id in
                do {
                    let means = try await exchange.library.deleteAsset(id, isForced: form["force"] == "yes", by: visit.caller)
                    return (LibraryView(exchange, visit).deletion(by: means).noticeCode, means == .purge ? nil : id)
                } catch let error as AssetError where error.code == "bytes_not_removed" {
                    exchange.logUnexpected(error)
                    return ("deleting", nil)
                }
            }
        } catch let error as AssetError where error.code == AssetUses.code {
            let model = try await LibraryView(exchange, visit).deletePage(try exchange.assetID())
            return .page(DeletePage.html(model), status: error.pageStatus, exchange)
        }
    }

    @Sendable private static func archive(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        _ = try await Form.read(exchange, visit)
        return try await change(exchange, visit) { id in
            _ = try await exchange.library.archiveAsset(id, by: visit.caller)
            return ("archived", id)
        }
    }

    @Sendable private static func restore(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        _ = try await Form.read(exchange, visit)
        return try await change(exchange, visit) { id in
            _ = try await exchange.library.restoreAsset(id, by: visit.caller)
            return ("restored", nil)
        }
    }

    /// Back to the view with the notice that `work` answers, and with the asset it can be taken back for.
    private static func change(
        _ exchange: Exchange, _ visit: PageVisit,
        _ work: @Sendable (AssetID) async throws -> (notice: String, undo: AssetID?)
    ) async throws -> HTTPResponse {
        let query = try LibraryQuery(try exchange.query())
        let done = try await work(try exchange.assetID())
        let back = query.address(in: OrganizationModel(visit.caller.organization)).adding("notice", done.notice)
        return .redirect(to: done.undo.map { back.adding("undo", $0.description) } ?? back)
    }
}

extension LibraryView {
    /// The question whether to delete an asset, with the places that use it.
    func deletePage(_ id: AssetID) async throws -> DeletePageModel {
        let asset = try await exchange.library.asset(id, by: visit.caller)
        let scope = scope(try LibraryQuery(try exchange.query()))
        let (deletion, keeping) = deletionOrKeeping(of: asset)
        return DeletePageModel(
            context: scope.context, organization: scope.organization, query: scope.query, card: card(asset), deletion: deletion,
            uses: try await uses(of: asset), keeping: keeping)
    }
}

extension String {
    /// An address with one more parameter.
    func adding(_ name: String, _ value: String) -> String { self + (contains("?") ? "&" : "?") + "\(name)=\(value)" }
}
