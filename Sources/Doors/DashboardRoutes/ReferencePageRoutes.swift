internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/references`: what content names and does not find.
enum ReferencePageRoutes {
    static let all = [Route(.get, "/org/{slug}/references", .page(.read, show), errors: .page)]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let (query, view) = (try exchange.query(), LibraryView(exchange, visit))
        let page = try await exchange.library.listBrokenReferences(
            after: query["after"].flatMap(BrokenReferencePosition.init), by: visit.caller)
        var sidebar = try await view.sidebar()
        sidebar.isReferences = true
        let model = BrokenReferencesPageModel(
            sidebar: sidebar, references: page.references.map { BrokenReferenceModel($0, view) }, total: page.total,
            next: page.next?.text)
        return .page(BrokenReferencesPage.html(model), exchange)
    }
}

extension BrokenReferenceModel {
    fileprivate init(_ reference: BrokenReference, _ view: LibraryView) {
        let elsewhere = reference.url.flatMap { WebAddress($0)?.text }
        self.init(
            title: reference.title, address: elsewhere ?? view.ownAddress(of: reference.target, reference.item),
            isElsewhere: elsewhere != nil, targetType: reference.target.type.name, slotType: reference.slot.type,
            slotKey: reference.slot.key, written: reference.written, isTrashed: reference.reason == .trashed)
    }
}
