internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/media/add`: the form that fetches a file from an address or keeps a link to it (M9); it needs no scripts.
enum AddressPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/media/add", .page(.upload, ask), errors: .page),
        Route(.post, "/org/{slug}/media/add", .page(.upload, add), errors: .page),
    ]

    @Sendable private static func ask(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        .page(AddressFormPage.html(try await model(exchange, visit)), exchange)
    }

    @Sendable private static func add(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let folder = try LibraryQuery(try exchange.query()).folder?.folderID
        let way = AddressFormPageModel.Way(rawValue: form["way"]) ?? .fetch
        do {
            let details = form.uploadDetails(in: folder)
            switch way {
            case .fetch: _ = try await exchange.library.importFile(at: form["url"], details, by: visit.caller)
            case .link:
                let link = ExternalLink(sourceURL: form["url"], thumbnailURL: form["thumbnailUrl"])
                _ = try await exchange.library.createExternalAsset(link, details, by: visit.caller)
            }
        } catch let error as any Failure where canShow(error) {
            exchange.logUnexpected(error)
            var model = try await model(exchange, visit)
            model.keep(form, way, after: error)
            return .page(AddressFormPage.html(model), status: error.pageStatus, exchange)
        }
        return try exchange.redirect(visit, notice: way == .link ? "linked" : "fetched")
    }

    private static func model(_ exchange: Exchange, _ visit: PageVisit) async throws -> AddressFormPageModel {
        let query = try LibraryQuery(try exchange.query())
        let view = LibraryView(exchange, visit)
        let policy = visit.caller.organization.policy
        return AddressFormPageModel(
            scope: view.scope(query), folder: try await view.path(to: query.folder).last,
            acceptsLinks: policy.acceptsExternalAssets, needsMediaType: policy.requiresMediaType)
    }

    private static func canShow(_ error: any Failure) -> Bool {
        switch error {
        case is AssetError, is ImportError, is ServiceError: true
        default: false
        }
    }
}

extension Form {
    fileprivate func uploadDetails(in folder: FolderID?) -> UploadDetails {
        var details = UploadDetails(fileName: "")
        details.folderID = folder
        details.title = self["title"]
        details.tags = self["tags"].split(separator: ",").map(String.init)
        details.mediaType = MediaTypeRole(rawValue: self["mediaType"])
        return details
    }
}

extension AddressFormPageModel {
    /// Shows what was typed and why it was refused.
    fileprivate mutating func keep(_ form: Form, _ way: Way, after error: any Failure) {
        address = form["url"]
        self.way = way
        title = form["title"]
        tags = form["tags"]
        thumbnail = form["thumbnailUrl"]
        mediaType = form["mediaType"]
        errors = FieldErrorModel.all(of: error).map { problem in
            FieldErrorModel(field: Self.field(problem.field), code: problem.code, detail: problem.detail)
        }
    }

    /// What the form calls a field that has another name in the API; nothing names the file it did not send.
    private static func field(_ name: String) -> String {
        switch name {
        case "sourceUrl", "importUrl", "file": "url"
        case "tag": "tags"
        default: name
        }
    }
}
