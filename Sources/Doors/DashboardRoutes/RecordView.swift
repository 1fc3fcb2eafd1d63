internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// Fills the models of the pages of companies and people from the operations.
struct RecordView: Sendable {
    /// How many assets of the library are shown to choose from; a search finds the others.
    private static let choiceCount = 24

    private let kind: RecordKind
    private let exchange: Exchange
    private let visit: PageVisit

    init(_ kind: RecordKind, _ exchange: Exchange, _ visit: PageVisit) {
        self.kind = kind
        self.exchange = exchange
        self.visit = visit
    }

    private var caller: Caller { visit.caller }
    private var library: LibraryView { LibraryView(exchange, visit) }
    private var model: RecordKindModel {
        switch kind {
        case .company: .company
        case .person: .person
        }
    }

    /// The address of their list.
    var path: String { model.path(in: OrganizationModel(caller.organization)) }

    func list(_ query: QueryParameters) async throws -> RecordListPageModel {
        let after = query["after"].flatMap { RecordCursor($0) }
        let records = RecordQuery(sort: RecordSort(field: .name, descending: false), after: after)
        let page = try await exchange.library.listRecords(kind, records, by: caller)
        return RecordListPageModel(
            sidebar: try await sidebar(), kind: model,
            rows: page.records.map { record in
                .init(
                    id: record.item.id.description, name: record.item.title, primaryMedia: record.primaryMedia.map(media),
                    mediaCount: record.media.count)
            }, next: page.next?.text, canCreate: caller.can(.edit), noticeCode: query["notice"])
    }

    func page(_ id: ContentItemID, _ query: QueryParameters) async throws -> RecordPageModel {
        let record = try await exchange.library.record(id, kind, by: caller)
        let isAdding = query["add"] != nil && caller.can(.edit)
        return RecordPageModel(
            sidebar: try await sidebar(), kind: model, id: id.description, name: record.item.title, etag: record.item.entityTag,
            media: record.media.map(media), canEdit: caller.can(.edit), canDelete: caller.can(.delete),
            choices: isAdding ? try await choices(besides: record, query["q"] ?? "") : nil, noticeCode: query["notice"])
    }

    private func choices(besides record: Record, _ search: String) async throws -> RecordPageModel.Choices {
        // What the record has already is left out of what was found: so many more are asked for.
        let query = AssetQuery(
            search: AssetListParameters.search(search), limit: min(Self.choiceCount + record.media.count, AssetQuery.maximumLimit)
        )
        let found = try await exchange.library.listAssets(query, by: caller).assets
        let held = Set(record.media.map(\.id))
        let cards = found.filter { !held.contains($0.id) }.prefix(Self.choiceCount).map(library.card)
        return .init(search: search, cards: Array(cards))
    }

    private func media(_ asset: Asset) -> RecordMediaModel {
        RecordMediaModel(
            card: library.card(asset), label: asset.metadata.label, mediaType: asset.mediaType?.rawValue ?? "")
    }

    private func sidebar() async throws -> SidebarModel {
        var sidebar = try await library.sidebar()
        sidebar.records = model
        return sidebar
    }
}
