internal import Dashboard
internal import HTTPServer
internal import JSON
internal import Library
internal import Markup
internal import Operations

/// Fills the models of the content's pages from the operations.
struct ContentView: Sendable {
    private let exchange: Exchange
    private let visit: PageVisit

    init(_ exchange: Exchange, _ visit: PageVisit) {
        self.exchange = exchange
        self.visit = visit
    }

    private var caller: Caller { visit.caller }
    private var library: LibraryView { LibraryView(exchange, visit) }
    private var organization: OrganizationModel { OrganizationModel(caller.organization) }

    func sidebar() async throws -> SidebarModel {
        var sidebar = try await library.sidebar()
        sidebar.isContent = true
        return sidebar
    }

    func path(of item: ContentItem) -> String {
        library.ownAddress(of: item.target, item.id) ?? organization.contentPath
    }

    func list(_ query: QueryParameters) async throws -> ContentListPageModel {
        let type = query["type"].flatMap { ContentType(checking: $0) }
        let wanted = ContentQuery(
            type: type, search: query["q"] ?? "", after: query["after"].flatMap { ContentPosition($0) })
        let page = try await exchange.library.listContent(wanted, by: caller)
        return ContentListPageModel(
            sidebar: try await sidebar(), search: wanted.search, type: type?.name ?? "",
            types: try await exchange.library.contentTypes(by: caller).map(\.name),
            rows: page.items.map { listed in
                .init(
                    type: listed.item.type.name, title: listed.item.title, address: path(of: listed.item),
                    updatedAt: listed.item.updatedAt.seconds, referenceCount: listed.referenceCount,
                    brokenCount: listed.brokenCount)
            }, next: page.next?.text, canCreate: caller.can(.edit), noticeCode: query["notice"])
    }

    func page(_ type: ContentType, _ id: String) async throws -> ContentPageModel {
        let addresses = AssetAddresses(exchange)
        let reading = try await exchange.library.readContent(type, id, by: caller) { addresses.address(of: $0) }
        let item = reading.item
        let path = "\(organization.contentPath)/\(type.name)/\(percentEncoded(id))"
        let own = self.path(of: item)
        return ContentPageModel(
            sidebar: try await sidebar(), type: type.name, externalID: id, title: item.title, url: item.url, path: path,
            // Documents, companies and people are edited on pages of their own.
            editPath: type == .document ? own + "/edit" : own == path ? path + "/edit" : own,
            updatedAt: item.updatedAt.seconds, etag: item.entityTag,
            parts: try await ContentParts(reading, self).all(),
            references: reading.references.filter(\.isShown).map { reference in
                .init(
                    slot: reference.slot.key ?? reference.slot.type, written: reference.written,
                    asset: reference.asset.flatMap { reading.assets[$0] }.map(library.card))
            }, canEdit: caller.can(.edit))
    }

    func rendered(_ markdown: String) async throws -> RenderedDocumentModel {
        try await DocumentView(exchange, visit).rendered(markdown)
    }

    func media(_ asset: Asset) -> ContentMediaModel {
        ContentMediaModel(
            card: library.card(asset), title: asset.metadata.title ?? asset.metadata.displayName,
            altText: asset.metadata.altText ?? "", pictureURL: Preview.address(of: asset, exchange.library),
            address: exchange.library.path(of: asset) ?? asset.sourceURL ?? "")
    }

    // The editor's fields

    /// What an editor shows for `fields`, with the assets that they name now.
    func fields(_ fields: [BodyField], of body: String, type: ContentType) async throws -> [ContentFieldModel] {
        let assets = try await exchange.library.namedAssets(in: body, of: type, by: caller)
        return fields.map { field($0, assets) }
    }

    private func field(_ field: BodyField, _ assets: [String: Asset]) -> ContentFieldModel {
        let path = field.path.description
        let name = field.path.lastName ?? "asset"
        switch field {
        case .text(_, let value, let rows): return .text(path: path, name: name, value: value, rows: rows)
        case .markdown(_, let value): return .text(path: path, name: name, value: value, rows: 8)
        case .choice(_, let value, let choices): return .choice(path: path, name: name, value: value, of: choices)
        case .media(_, let written): return .media(path: path, name: name, written: written, media: assets[path].map(media))
        case .record(_, let kind, let fields):
            return .record(path: path, name: name, kind: kind, fields.map { self.field($0, assets) })
        case .list(_, let items, let adds):
            return .list(path: path, name: name, items.map { self.field($0, assets) }, adds: adds)
        case .other(_, let kind, let value): return .other(path: path, kind: kind, source: value.prettySource)
        }
    }
}

extension HTTPResponse {
    /// A page that may show players of the sites that Markdown names.
    static func content(_ html: HTML, status: Int = 200, _ exchange: Exchange) -> HTTPResponse {
        .page(html, status: status, frameOrigins: EmbeddedMedia.Site.allCases.map(\.origin), exchange)
    }
}
