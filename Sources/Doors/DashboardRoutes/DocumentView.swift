internal import Dashboard
internal import HTTPServer
internal import Library
internal import Markup
internal import Operations

/// Fills the models of the documents' pages from the operations.
struct DocumentView: Sendable {
    private let exchange: Exchange
    private let visit: PageVisit

    init(_ exchange: Exchange, _ visit: PageVisit) {
        self.exchange = exchange
        self.visit = visit
    }

    private var caller: Caller { visit.caller }

    func path(of id: ContentItemID, notice: String) -> String {
        "\(OrganizationModel(caller.organization).documentsPath)/\(id)?notice=\(notice)"
    }

    func list(_ query: QueryParameters) async throws -> DocumentListPageModel {
        let wanted = DocumentSearch(search: query["q"] ?? "", page: query["page"].flatMap { Int($0) } ?? 1)
        let page = try await exchange.library.listDocuments(wanted, by: caller)
        return DocumentListPageModel(
            sidebar: try await sidebar(), search: wanted.search, page: wanted.page,
            rows: page.documents.map { .init(id: $0.id.description, title: $0.title, updatedAt: $0.updatedAt.seconds) },
            hasMore: page.hasMore, canCreate: caller.can(.edit), noticeCode: query["notice"])
    }

    func page(_ id: ContentItemID) async throws -> DocumentPageModel {
        let document = try await exchange.library.document(id, by: caller)
        return DocumentPageModel(
            sidebar: try await sidebar(), id: document.id.description, title: document.title,
            updatedAt: document.updatedAt.seconds, etag: document.entityTag, rendered: try await rendered(document.body),
            canEdit: caller.can(.edit), canDelete: caller.can(.delete))
    }

    func exists(_ id: ContentItemID) async throws -> Bool {
        do {
            _ = try await exchange.library.document(id, by: caller)
            return true
        } catch DocumentError.notFound {
            return false
        }
    }

    /// The form as it is loaded.
    func form(_ document: ContentItem? = nil) async throws -> DocumentFormPageModel {
        DocumentFormPageModel(
            sidebar: try await sidebar(), id: document?.id.description, etag: document?.entityTag ?? "",
            title: document?.title ?? "", markdown: document?.body ?? "", canUpload: caller.can(.upload))
    }

    /// The form with what was typed into it.
    func form(_ id: ContentItemID? = nil, typed form: Form) async throws -> DocumentFormPageModel {
        DocumentFormPageModel(
            sidebar: try await sidebar(), id: id?.description, etag: form["etag"], title: form["title"],
            markdown: form["markdown"], canUpload: caller.can(.upload))
    }

    /// What a text cannot be shown for is told in its place: the rest of the page works.
    func rendered(_ markdown: String) async throws -> RenderedDocumentModel {
        do {
            let rendered = try await exchange.library.renderMarkdown(markdown, by: caller)
            return .html(HTML(rendered: rendered.html), unresolved: rendered.unresolved)
        } catch let error as MarkdownError {
            exchange.logUnexpected(error)
            return .problem(error.sentence)
        }
    }

    private func sidebar() async throws -> SidebarModel {
        try await LibraryView(exchange, visit).sidebar(isDocuments: true)
    }
}
