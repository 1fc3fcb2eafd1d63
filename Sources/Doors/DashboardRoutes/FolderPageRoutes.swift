internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/media/folders…`: folders are made, renamed, moved and deleted by forms that need no scripts (M30).
enum FolderPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/media/folders", .page(.read, list), errors: .page),
        Route(.get, "/org/{slug}/media/fragments/folders", .page(.read, level)),
        Route(.get, "/org/{slug}/media/fragments/tree", .page(.read, tree)),
        Route(.get, "/org/{slug}/media/folders/new", .page(.edit, askName), errors: .page),
        Route(.post, "/org/{slug}/media/folders", .page(.edit, create), errors: .page),
        Route(.get, "/org/{slug}/media/folders/{id}/rename", .page(.edit, askNewName), errors: .page),
        Route(.post, "/org/{slug}/media/folders/{id}/rename", .page(.edit, rename), errors: .page),
        Route(.get, "/org/{slug}/media/folders/{id}/move", .page(.edit, askPlace), errors: .page),
        Route(.post, "/org/{slug}/media/folders/{id}/move", .page(.edit, move), errors: .page),
        Route(.get, "/org/{slug}/media/folders/{id}/delete", .page(.delete, askFate), errors: .page),
        Route(.post, "/org/{slug}/media/folders/{id}/delete", .page(.delete, delete), errors: .page),
    ]

    // Looking

    @Sendable private static func list(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (query, view) = (try exchange.query(), LibraryView(exchange, visit))
        let model = FolderListPageModel(
            scope: view.scope(try LibraryQuery(query)), path: try await view.path(to: query.chosenFolder),
            level: try await view.level(query.chosenFolder, after: query.levelPosition))
        return .page(FolderListPage.html(model), exchange)
    }

    @Sendable private static func level(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (query, view) = (try exchange.query(), LibraryView(exchange, visit))
        let level = try await view.level(query.chosenFolder, after: query.levelPosition)
        return .page(LibraryFragment.folders(level, scope: view.scope(try LibraryQuery(query))), exchange)
    }

    @Sendable private static func tree(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (query, view) = (try LibraryQuery(try exchange.query()), LibraryView(exchange, visit))
        let top = try await view.tree(openTo: try await view.path(to: query.folder))
        return .page(LibraryFragment.tree(top, scope: view.scope(query)), exchange)
    }

    // Making

    @Sendable private static func askName(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try await askName(exchange, visit, in: try exchange.query().chosenFolder)
    }

    private static func askName(
        _ exchange: Exchange, _ visit: PageVisit, in parent: FolderID?, typed: String = "", _ error: FolderError? = nil
    ) async throws -> HTTPResponse {
        let view = LibraryView(exchange, visit)
        let scope = view.scope(try LibraryQuery(try exchange.query()))
        let model = FolderFormPageModel(
            scope: scope, deed: .create(in: try await view.path(to: parent).last), name: typed,
            error: error?.words(scope.context.localization))
        return .page(FolderFormPage.html(model), status: error.map { $0.pageStatus } ?? 200, exchange)
    }

    /// The new folder is what is shown next.
    @Sendable private static func create(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let parent = try form.folder("in")
        do {
            let folder = try await exchange.library.createFolder(form["name"], in: parent, by: visit.caller)
            return try exchange.redirect(visit, notice: "folderCreated") { $0.open(folder.id) }
        } catch let error as FolderError where !error.isMissing {
            return try await askName(exchange, visit, in: parent, typed: form["name"], error)
        }
    }

    // Renaming

    @Sendable private static func askNewName(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try await askNewName(exchange, visit, typed: nil)
    }

    private static func askNewName(
        _ exchange: Exchange, _ visit: PageVisit, typed: String?, _ error: FolderError? = nil
    ) async throws -> HTTPResponse {
        let folder = try await exchange.library.folder(try exchange.folderID(), by: visit.caller)
        let scope = LibraryView(exchange, visit).scope(try LibraryQuery(try exchange.query()))
        let model = FolderFormPageModel(
            scope: scope, deed: .rename(FolderModel(folder), etag: folder.entityTag), name: typed ?? folder.name,
            error: error?.words(scope.context.localization))
        return .page(FolderFormPage.html(model), status: error.map { $0.pageStatus } ?? 200, exchange)
    }

    @Sendable private static func rename(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        do {
            _ = try await exchange.library.editFolder(
                try exchange.folderID(), FolderEdit(name: form["name"]), ifMatch: form.entityTag, by: visit.caller)
            return try exchange.redirect(visit, notice: "folderRenamed")
        } catch let error as FolderError where !error.isMissing {
            return try await askNewName(exchange, visit, typed: form["name"], error)
        }
    }

    // Moving

    @Sendable private static func askPlace(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try await askPlace(exchange, visit, in: try exchange.query().chosenFolder)
    }

    private static func askPlace(
        _ exchange: Exchange, _ visit: PageVisit, in place: FolderID?, _ error: FolderError? = nil
    ) async throws -> HTTPResponse {
        let (query, view) = (try exchange.query(), LibraryView(exchange, visit))
        let folder = try await exchange.library.folder(try exchange.folderID(), by: visit.caller)
        var level = try await view.level(place, after: query.levelPosition)
        level.nodes.removeAll { $0.folder.id == folder.id.description }
        let scope = view.scope(try LibraryQuery(query))
        let model = MovePageModel(
            scope: scope, thing: .folder(FolderModel(folder), etag: folder.entityTag), path: try await view.path(to: place),
            level: level, problem: error?.words(scope.context.localization))
        return .page(MovePage.html(model), status: error.map { $0.pageStatus } ?? 200, exchange)
    }

    @Sendable private static func move(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let place = try form.folder("in")
        do {
            _ = try await exchange.library.editFolder(
                try exchange.folderID(), FolderEdit(parentID: .some(place)), ifMatch: form.entityTag, by: visit.caller)
            return try exchange.redirect(visit, notice: "folderMoved")
        } catch let error as FolderError where !error.isMissing {
            return try await askPlace(exchange, visit, in: place, error)
        }
    }

    // Deleting

    @Sendable private static func askFate(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try await askFate(exchange, visit, nil)
    }

    private static func askFate(
        _ exchange: Exchange, _ visit: PageVisit, _ error: (any Failure)?
    ) async throws -> HTTPResponse {
        let (id, view) = (try exchange.folderID(), LibraryView(exchange, visit))
        let folder = try await exchange.library.folder(id, by: visit.caller)
        let folders = try await exchange.library.listFolders(FolderQuery(parent: .folder(id), limit: 1), by: visit.caller)
        var query = AssetQuery(shelf: .all, limit: 1)
        query.folder = FolderFilter(folder: id)
        let assets = try await exchange.library.listAssets(query, by: visit.caller)
        let scope = view.scope(try LibraryQuery(try exchange.query()))
        var model = FolderDeletePageModel(
            scope: scope, folder: FolderModel(folder), etag: folder.entityTag, folderCount: folders.total,
            assetCount: assets.total,
            deletion: view.deletion(on: .active), problem: error?.sentence)
        if case FolderError.contentsInUse(let contents)? = error, view.canForceDeletion {
            model.used = contents.assets.map { ($0.name, $0.usageCount) }
        }
        return .page(FolderDeletePage.html(model), status: error.map { $0.pageStatus } ?? 200, exchange)
    }

    /// Then the folder it lay in is shown.
    @Sendable private static func delete(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let id = try exchange.folderID()
        do {
            let parent = try await exchange.library.folder(id, by: visit.caller).parentID
            try await exchange.library.deleteFolder(
                id, contents: FolderContents(rawValue: form["contents"]) ?? .refuse, isForced: form["force"] == "yes",
                ifMatch: form.entityTag, by: visit.caller)
            return try exchange.redirect(visit, notice: "folderDeleted") { $0.leave(to: parent) }
        } catch let error as FolderError where !error.isMissing {
            return try await askFate(exchange, visit, error)
        } catch let error as AssetError {
            exchange.logUnexpected(error)
            return try await askFate(exchange, visit, error)
        }
    }
}

extension LibraryQuery {
    fileprivate mutating func open(_ id: FolderID) {
        self = unfiltered
        folder = .folder(id.description)
    }

    fileprivate mutating func leave(to parent: FolderID?) {
        guard folder?.id != nil else { return }
        self = unfiltered
        folder = parent.map { .folder($0.description) }
    }
}

extension Failure {
    /// Of a page that tells it and offers the form again: what was changed meanwhile is a conflict to a browser, which sent no condition.
    var pageStatus: Int { Problem(self).status == 412 ? 409 : Problem(self).status }
}

extension FolderError {
    fileprivate var isMissing: Bool {
        if case .notFound = self { return true }
        return false
    }

    /// Our words for the code when there are some, else the server's.
    fileprivate func words(_ t: Localization) -> String { t.phrase("error.\(fields.first?.code ?? code)") ?? sentence }
}
