internal import Dashboard
internal import HTTPServer
internal import Library
internal import Markup
internal import Operations

/// `/org/{slug}/documents`: Markdown documents, written and shown by pages that need no scripts (M44).
enum DocumentPageRoutes {
    static let all = [
        Route(.get, "/org/{slug}/documents", .page(.read, list), errors: .page),
        Route(.get, "/org/{slug}/documents/new", .page(.edit, askForNew), errors: .page),
        Route(.post, "/org/{slug}/documents", .page(.edit, create), errors: .page),
        Route(.post, "/org/{slug}/documents/fragments/preview", .page(.read, preview)),
        Route(.get, "/org/{slug}/documents/{id}", .page(.read, show), errors: .page),
        Route(.get, "/org/{slug}/documents/{id}/edit", .page(.edit, askForChange), errors: .page),
        Route(.post, "/org/{slug}/documents/{id}/edit", .page(.edit, edit), errors: .page),
        Route(.post, "/org/{slug}/documents/{id}/delete", .page(.delete, delete), errors: .page),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        .page(DocumentListPage.html(try await DocumentView(exchange, visit).list(try exchange.query())), exchange)
    }

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let view = DocumentView(exchange, visit)
        var model = try await view.page(try exchange.contentItemID())
        model.noticeCode = try exchange.query()["notice"]
        return .document(DocumentPage.html(model), exchange)
    }

    // Writing

    @Sendable private static func askForNew(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        .document(DocumentFormPage.html(try await DocumentView(exchange, visit).form()), exchange)
    }

    @Sendable private static func create(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.document(exchange, visit)
        let view = DocumentView(exchange, visit)
        if form["action"] == "preview" { return try await previewed(nil, form, view, exchange) }
        do {
            let document = try await exchange.library.createDocument(
                title: form["title"], markdown: form["markdown"], by: visit.caller)
            return .redirect(to: view.path(of: document.id, notice: "documentSaved"))
        } catch let error as DocumentError {
            var model = try await view.form(typed: form)
            model.tell(error)
            return .document(DocumentFormPage.html(model), status: error.pageStatus, exchange)
        } catch let error as MarkdownError {
            return unread(try await view.form(typed: form), error, exchange)
        }
    }

    @Sendable private static func askForChange(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let document = try await exchange.library.document(try exchange.contentItemID(), by: visit.caller)
        return .document(DocumentFormPage.html(try await DocumentView(exchange, visit).form(document)), exchange)
    }

    /// What was typed is kept whatever happens, also when somebody else was faster.
    @Sendable private static func edit(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.document(exchange, visit)
        let view = DocumentView(exchange, visit)
        let id = try exchange.contentItemID()
        if form["action"] == "preview" { return try await previewed(id, form, view, exchange) }
        do {
            _ = try await exchange.library.editDocument(
                id, Document.Edit(title: form["title"], markdown: form["markdown"]), ifMatch: form.entityTag, by: visit.caller)
            return .redirect(to: view.path(of: id, notice: "documentSaved"))
        } catch let error as DocumentError {
            var model = try await view.form(id, typed: form)
            model.tell(error)
            if error == .changedMeanwhile {
                model.etag = try await exchange.library.document(id, by: visit.caller).entityTag
            }
            return .document(DocumentFormPage.html(model), status: error.pageStatus, exchange)
        } catch let error as MarkdownError {
            return unread(try await view.form(id, typed: form), error, exchange)
        }
    }

    /// A text in which nobody can tell what it names is not saved.
    private static func unread(
        _ model: DocumentFormPageModel, _ error: MarkdownError, _ exchange: Exchange
    ) -> HTTPResponse {
        var model = model
        model.problem = error.sentence
        return .document(DocumentFormPage.html(model), status: error.pageStatus, exchange)
    }

    // Preview

    private static func previewed(
        _ id: ContentItemID?, _ form: Form, _ view: DocumentView, _ exchange: Exchange
    ) async throws -> HTTPResponse {
        var model = try await view.form(id, typed: form)
        model.preview = try await view.rendered(form["markdown"])
        if let id, try await !view.exists(id) { model.tell(.notFound) }
        return .document(DocumentFormPage.html(model), status: model.conflict == nil ? 200 : 404, exchange)
    }

    /// What the editor's script shows beside the text.
    @Sendable private static func preview(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, upTo: Form.longestDocument)
        let rendered = try await DocumentView(exchange, visit).rendered(form["markdown"])
        return .document(RenderedDocument.html(rendered, exchange.pageContext(visit)), exchange)
    }

    // Deleting

    @Sendable private static func delete(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let form = try await Form.read(exchange, visit)
        let id = try exchange.contentItemID()
        do {
            try await exchange.library.deleteDocument(id, ifMatch: form.entityTag, by: visit.caller)
            return .redirect(to: OrganizationModel(visit.caller.organization).documentsPath + "?notice=documentDeleted")
        } catch DocumentError.changedMeanwhile {
            var model = try await DocumentView(exchange, visit).page(id)
            model.problem = DocumentError.changedMeanwhile.sentence
            return .document(DocumentPage.html(model), status: DocumentError.changedMeanwhile.pageStatus, exchange)
        }
    }
}

extension HTTPResponse {
    /// A page that may show players of the sites that documents name.
    fileprivate static func document(_ html: HTML, status: Int = 200, _ exchange: Exchange) -> HTTPResponse {
        .page(html, status: status, frameOrigins: EmbeddedMedia.Site.allCases.map(\.origin), exchange)
    }
}

extension Form {
    /// A document at its longest, with every byte escaped.
    fileprivate static let longestDocument = 3 * Markdown.maximumBytes + 65_536

    fileprivate static func document(_ exchange: Exchange, _ visit: PageVisit) async throws -> Form {
        try await read(exchange, visit, upTo: longestDocument)
    }
}

extension Exchange {
    /// The document's id in the path; a malformed one is as unknown as a missing one (M2).
    fileprivate func contentItemID() throws(DocumentError) -> ContentItemID {
        guard let id = parameters["id"].flatMap({ ContentItemID($0) }) else { throw .notFound }
        return id
    }
}

extension DocumentFormPageModel {
    /// Says why what was typed is not kept.
    fileprivate mutating func tell(_ error: DocumentError) {
        switch error {
        case .invalidFields: errors = FieldErrorModel.all(of: error)
        case .changedMeanwhile: conflict = .changed
        case .notFound:
            conflict = .deleted
            (id, etag) = (nil, "")
        case .tooMany: problem = error.sentence
        }
    }
}
