internal import Markup

/// Links to the other pages of results.
enum Pagination {
    static func html(_ pagination: PaginationModel, _ context: PageContext) -> HTML? {
        guard pagination.previousURL != nil || pagination.nextURL != nil || pagination.pages.count > 1 else { return nil }
        let t = context.localization
        return """
            <nav class="pagination" aria-label="\(t("pages.label"))">
            \(step(pagination.previousURL, .previous, t("pages.previous"), rel: "prev", context))
            <ol>\(numbers(pagination.pages, t))</ol>
            \(step(pagination.nextURL, .next, t("pages.next"), rel: "next", context))
            </nav>
            """
    }

    private static func step(_ url: String?, _ icon: Icon, _ label: String, rel: StaticString, _ context: PageContext) -> HTML? {
        guard let url else { return nil }
        return """
            <a class="button quiet" href="\(url: url)" rel="\(raw: rel)">\(icon.html(context.staticFiles))<span>\(label)</span></a>
            """
    }

    private static func numbers(_ pages: [PageLinkModel], _ t: Localization) -> [HTML] {
        var previous = 0
        return pages.map { page in
            defer { previous = page.number }
            let gap: HTML = page.number > previous + 1 ? #"<li class="gap" aria-hidden="true">…</li>"# : ""
            return """
                \(gap)<li><a href="\(url: page.url)"\(attribute: "aria-current", page.isCurrent ? "page" : nil) \
                aria-label="\(t("pages.number", ["number": String(page.number)]))">\(page.number)</a></li>
                """
        }
    }
}
