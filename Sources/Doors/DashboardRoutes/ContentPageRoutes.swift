internal import Dashboard
internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/org/{slug}/content`: what uses files, shown and written by pages that need no scripts (M12, M36).
enum ContentPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/content", .page(.read, list), errors: .page),
        Route(.get, "/org/{slug}/content/new", .page(.edit, askForNew), errors: .page),
        Route(.post, "/org/{slug}/content/new", .page(.edit, create), errors: .page),
        Route(.post, "/org/{slug}/content/new/upload", .page(.upload, uploadForNew), errors: .page),
        Route(.get, "/org/{slug}/content/{type}/{externalId}", .page(.read, show), errors: .page),
        Route(.get, "/org/{slug}/content/{type}/{externalId}/edit", .page(.edit, askForChange), errors: .page),
        Route(.post, "/org/{slug}/content/{type}/{externalId}/edit", .page(.edit, edit), errors: .page),
        Route(.post, "/org/{slug}/content/{type}/{externalId}/edit/upload", .page(.upload, upload), errors: .page),
        Route(.post, "/org/{slug}/content/{type}/{externalId}/delete", .page(.edit, delete), errors: .page),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        .page(ContentListPage.html(try await ContentView(exchange, visit).list(try exchange.query())), exchange)
    }

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (type, id) = try exchange.contentName()
        var model = try await ContentView(exchange, visit).page(type, id)
        model.noticeCode = try exchange.query()["notice"]
        return .content(ContentPage.html(model), exchange)
    }

    // Writing

    @Sendable private static func askForNew(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let type = try exchange.query()["type"].flatMap { ContentType(checking: $0) } ?? .page
        let editor = ContentEditor(exchange, visit, nil)
        return try await editor.answer(ContentDraftModel(externalID: "", type: type.name, isNew: true))
    }

    @Sendable private static func askForChange(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (type, id) = try exchange.contentName()
        let item = try await exchange.library.content(type, id, by: visit.caller)
        return try await ContentEditor(exchange, visit, item).answer(
            ContentDraftModel(
                externalID: id, type: type.name, isNew: false, title: item.title, url: item.url ?? "", body: item.body,
                etag: item.entityTag, isMarkdown: item.format == .markdown))
    }

    @Sendable private static func create(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit, upTo: ContentEditor.longestForm)
        return try await ContentEditor(exchange, visit, nil).receive(form)
    }

    @Sendable private static func edit(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit, upTo: ContentEditor.longestForm)
        let (type, id) = try exchange.contentName()
        let item = try await exchange.library.content(type, id, by: visit.caller)
        return try await ContentEditor(exchange, visit, item).receive(form)
    }

    // Uploading while writing (M18)

    @Sendable private static func uploadForNew(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try visit.caller.require(.edit)
        let form = try await ContentEditor.fileForm(exchange, visit)
        return try await ContentEditor(exchange, visit, nil).receiveFile(form)
    }

    @Sendable private static func upload(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        try visit.caller.require(.edit)
        let form = try await ContentEditor.fileForm(exchange, visit)
        let (type, id) = try exchange.contentName()
        let item = try await exchange.library.content(type, id, by: visit.caller)
        return try await ContentEditor(exchange, visit, item).receiveFile(form)
    }

    // Deleting

    @Sendable private static func delete(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let (type, id) = try exchange.contentName()
        do {
            try await exchange.library.deleteContent(type, id, ifMatch: form.entityTag, by: visit.caller)
            return .redirect(to: OrganizationModel(visit.caller.organization).contentPath + "?notice=contentDeleted")
        } catch ContentError.changedMeanwhile {
            var model = try await ContentView(exchange, visit).page(type, id)
            model.problem = ContentError.changedMeanwhile.sentence
            return .content(ContentPage.html(model), status: 412, exchange)
        }
    }
}
