internal import Markup

/// The part of the page that a search changes: count, grid, page links, or what to do when there is nothing.
enum Results {
    /// Pictures that are surely on the first screen.
    private static let eagerCount = 12

    static func html(_ results: ResultsModel, _ scope: LibraryScopeModel, openID: String? = nil) -> HTML {
        let t = scope.context.localization
        return """
            <section class="results" id="results" aria-label="\(t("library.results"))" tabindex="-1">
            \(Whereabouts.html(results, scope))
            \(Whereabouts.subfolders(results.subfolders, scope))
            \(results.cards.isEmpty && !scope.query.isFiltered ? nil : Filters.html(scope, summary: summary(results, scope)))
            \(results.cards.isEmpty ? EmptyState.html(scope, hasSubfolders: !results.subfolders.nodes.isEmpty) : grid(results, scope, openID))
            </section>
            """
    }

    private static func grid(_ results: ResultsModel, _ scope: LibraryScopeModel, _ openID: String?) -> HTML {
        let cards = results.cards.enumerated().map { index, card in
            AssetCard.html(card, scope, isOpen: card.id == openID, isFirstRow: index < eagerCount)
        }
        let list: HTML = """
            <asset-grid><ul class="grid" aria-label="\(scope.context.localization("library.title"))">
            \(cards)
            </ul></asset-grid>
            """
        return """
            \(BulkForm.html(list, scope))
            \(Pagination.html(results.pagination, scope.context))
            """
    }

    private static func summary(_ results: ResultsModel, _ scope: LibraryScopeModel) -> String? {
        let t = scope.context.localization
        if results.cards.isEmpty { return nil }
        guard let total = results.total else { return t("library.manyItems") }
        guard scope.query.isFiltered else { return t("library.items", count: total) }
        guard scope.query.folder?.id != nil, scope.query.looksBelow else { return t("library.matches", count: total) }
        return t("library.matchesBelow", count: total)
    }
}
