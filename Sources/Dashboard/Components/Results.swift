internal import Markup

/// The part of the page that a search changes: count, grid, page links, or what to do when there is nothing.
enum Results {
    /// Pictures that are surely on the first screen.
    private static let eagerCount = 12

    static func html(_ results: ResultsModel, _ scope: LibraryScopeModel, openID: String? = nil) -> HTML {
        let t = scope.context.localization
        return """
            <section class="results" id="results" aria-label="\(t("library.results"))" tabindex="-1">
            \(results.cards.isEmpty ? EmptyState.html(scope) : grid(results, scope, openID))
            </section>
            """
    }

    private static func grid(_ results: ResultsModel, _ scope: LibraryScopeModel, _ openID: String?) -> HTML {
        let cards = results.cards.enumerated().map { index, card in
            AssetCard.html(card, scope, isOpen: card.id == openID, isFirstRow: index < eagerCount)
        }
        return """
            <p class="summary">\(summary(results, scope))</p>
            <asset-grid><ul class="grid" aria-label="\(scope.context.localization("library.title"))">
            \(cards)
            </ul></asset-grid>
            \(Pagination.html(results.pagination, scope.context))
            """
    }

    private static func summary(_ results: ResultsModel, _ scope: LibraryScopeModel) -> String {
        let t = scope.context.localization
        guard let total = results.total else { return t("library.manyItems") }
        return t(scope.query.isFiltered ? "library.matches" : "library.items", count: total)
    }
}
