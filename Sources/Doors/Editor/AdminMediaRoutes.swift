internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/admin/media`: the files of the organization one is in by their logical paths, as those who write documents see them (004).
///
/// Forms name their organization, so that a page shown a while ago changes no other; `PUT` and `DELETE` are for scripts, and forms
/// say them in the field `_method`.
enum AdminMediaRoutes {
    static let all = [
        Route(.get, "/admin/media", .page(.read, index), errors: .page),
        Route(.post, "/admin/media", .page(.upload, store), errors: .page),
        Route(.get, "/admin/media/{id}/edit", .page(.edit, edit), errors: .page),
        // The operations ask for the capabilities to edit and to delete.
        Route(.post, "/admin/media/{id}", .page(.read, change), errors: .page),
        Route(.put, "/admin/media/{id}", .page(.edit, update)),
        Route(.delete, "/admin/media/{id}", .page(.delete, destroy)),
    ]

    @Sendable private static func index(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        var model = try await AdminMediaView(exchange, visit).page()
        model.noticeCode = try exchange.query()["notice"]
        return .page(AdminMediaPage.html(model), exchange)
    }

    /// What is refused is told beside the form, with the path that was typed (004: a collision is a validation error).
    @Sendable private static func store(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = AdminMediaForm(exchange, visit)
        do {
            try await form.receive()
            return .redirect(to: visit.adminMediaPath(notice: "uploaded"))
        } catch let error as any Failure where !(error is AccessError) {
            exchange.logUnexpected(error)
            var model = try await AdminMediaView(exchange, visit).page()
            model.typedPath = form.typedPath
            model.errors = FieldErrorModel.all(of: error)
            return .page(AdminMediaPage.html(model), status: error.pageStatus, exchange)
        }
    }

    @Sendable private static func edit(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try await editPage(exchange, visit, typed: nil)
    }

    private static func editPage(
        _ exchange: Exchange, _ visit: PageVisit, typed: String?, rewrites: Bool = false, _ error: (any Failure)? = nil
    ) async throws -> HTTPResponse {
        let asset = try await exchange.library.asset(try exchange.assetID(), by: visit.caller)
        var model = AdminMediaEditPageModel(
            sidebar: try await LibraryView(exchange, visit).sidebar(), file: .init(asset, exchange), etag: asset.entityTag,
            logicalPath: typed ?? asset.logicalPath ?? "", errors: error.map { FieldErrorModel.all(of: $0) } ?? [])
        model.pathReferences = try await exchange.library.referencesByPath(of: asset.id, by: visit.caller)
        model.rewritesReferences = rewrites
        return .page(AdminMediaEditPage.html(model), status: error.map { $0.pageStatus } ?? 200, exchange)
    }

    @Sendable private static func change(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        switch form["_method"].uppercased() {
        case "PUT", "PATCH": return try await rename(exchange, visit, form)
        case "DELETE": return try await delete(exchange, visit, isForced: form["force"] == "yes")
        default: throw RequestError.malformedBody("the field “_method” is PUT or DELETE")
        }
    }

    private static func rename(_ exchange: Exchange, _ visit: PageVisit, _ form: Form) async throws -> HTTPResponse {
        do {
            let asset = try await rename(exchange, visit, to: form["logical_path"], ifMatch: form.entityTag)
            // References break unless asked, as writers of documents expect (004).
            if form["references"] == RenameReferences.rewrite.rawValue {
                _ = try await exchange.library.rewriteReferences(to: asset.id, by: visit.caller)
            }
            return .redirect(to: visit.adminMediaPath(notice: "renamed"))
        } catch let error as AssetError where error != .notFound {
            return try await editPage(exchange, visit, typed: form["logical_path"], rewrites: form.has("references"), error)
        }
    }

    /// When the file could not be removed its row stays, in Trash, with the reason (M45): the page says so.
    private static func delete(_ exchange: Exchange, _ visit: PageVisit, isForced: Bool) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        do {
            let means = try await exchange.library.deleteAsset(id, isForced: isForced, by: visit.caller)
            return .redirect(to: visit.adminMediaPath(notice: LibraryView(exchange, visit).deletion(by: means).noticeCode))
        } catch let error as AssetError where error.code == AssetUses.code {
            var model = try await LibraryView(exchange, visit).deletePage(id)
            let asset = try await exchange.library.asset(id, by: visit.caller)
            model.action = AdminMediaFileModel(asset, exchange).address(in: model.organization)
            model.fields = [("_method", "DELETE")]
            model.back = model.organization.adminMediaPath
            return .page(DeletePage.html(model), status: error.pageStatus, exchange)
        } catch let error as AssetError where error.code == "bytes_not_removed" {
            exchange.logUnexpected(error)
            var model = try await AdminMediaView(exchange, visit).page()
            model.problem = error.sentence
            return .page(AdminMediaPage.html(model), status: error.pageStatus, exchange)
        }
    }

    @Sendable private static func update(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let path: String
        if exchange.request.headers["content-type"]?.hasPrefix("application/json") == true {
            var fields = JSONFields(try await exchange.jsonObject())
            path = fields.string("logical_path")
            try fields.end()
        } else {
            path = try await Form.read(exchange)["logical_path"]
        }
        let asset = try await rename(exchange, visit, to: path, ifMatch: exchange.ifMatch)
        return AssetRoutes.answer(asset, exchange)
    }

    @Sendable private static func destroy(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        var fields = QueryFields(try exchange.query())
        // Says whose page it is.
        fields.allow("organization")
        let isForced = fields.flag("force")
        try fields.end()
        try await exchange.library.deleteAsset(
            try exchange.assetID(), isForced: isForced, ifMatch: exchange.ifMatch, by: visit.caller)
        return .noContent()
    }

    @discardableResult
    private static func rename(
        _ exchange: Exchange, _ visit: PageVisit, to path: String, ifMatch: String?
    ) async throws -> Asset {
        var edit = AssetEdit()
        edit.logicalPath = .some(path)
        return try await exchange.library.editAsset(try exchange.assetID(), edit, ifMatch: ifMatch, by: visit.caller)
    }
}

extension PageVisit {
    /// Back to the page, of the same organization.
    fileprivate func adminMediaPath(notice: String) -> String {
        OrganizationModel(caller.organization).adminMediaPath + "&notice=\(notice)"
    }
}
