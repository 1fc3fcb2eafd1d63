internal import Markup

/// One asset in the grid: a link to its details, a box that selects it, and a button that copies its address.
enum AssetCard {
    /// - Parameter isFirstRow: loads its picture at once instead of when it comes near.
    static func html(_ card: AssetCardModel, _ scope: LibraryScopeModel, isOpen: Bool = false, isFirstRow: Bool = false) -> HTML {
        let t = scope.context.localization
        let address = scope.query.address(in: scope.organization, asset: card.id)
        return """
            <li class="card" id="card-\(card.id)" data-id="\(card.id)" data-thumbnail="\(card.thumbnailStatus.rawValue)">
            \(scope.permissions.canSelect ? checkbox(card, t) : nil)
            <a class="card-link" href="\(url: address)"\(attribute: "aria-current", isOpen ? "true" : nil)>
            <span class="mat">\(picture(card, scope.context, isFirstRow: isFirstRow))\(badges(card, t))</span>
            <span class="card-name"><bdi class="clip" title="\(card.name)">\(card.name)</bdi></span>
            <span class="card-facts">\(facts(card, t))<span class="card-date">\(timeElement(card.createdAt, scope.context))</span></span>
            \(tags(card))
            </a>
            <button class="button card-copy icon-only" type="button" data-action="copy" data-copy="\(card.publicURL)" \
            aria-label="\(t("asset.copyOf", ["name": card.name]))" title="\(t("asset.copy"))">\
            \(Icon.copy.html(scope.context.staticFiles))</button>
            </li>
            """
    }

    private static func checkbox(_ card: AssetCardModel, _ t: Localization) -> HTML {
        """
        <input class="card-check" type="checkbox" name="id" value="\(card.id)" autocomplete="off" \
        aria-label="\(t("bulk.select", ["name": card.name]))">
        """
    }

    /// As many as may fit on a line; the style hides the rest.
    private static func tags(_ card: AssetCardModel) -> HTML? {
        guard !card.tags.isEmpty else { return nil }
        let shown = card.tags.prefix(6).map { #"<bdi class="tag">\#($0)</bdi> "# as HTML }
        return #"<span class="card-tags">\#(shown)</span>"#
    }

    private static func picture(_ card: AssetCardModel, _ context: PageContext, isFirstRow: Bool) -> HTML {
        guard let thumbnail = card.thumbnailURL else { return iconWithWord(card, context) }
        return """
            <img class="picture" src="\(url: thumbnail)" alt=""\(attribute: "width", card.width.map(String.init))\
            \(attribute: "height", card.height.map(String.init))\(attribute: "data-placeholder", card.placeholder) decoding="async" \
            \(raw: isFirstRow ? #"loading="eager""# : #"loading="lazy""#)>
            """
    }

    private static func iconWithWord(_ card: AssetCardModel, _ context: PageContext) -> HTML {
        let word: String? =
            switch card.thumbnailStatus {
            case .pending: context.localization("thumbnail.pending")
            case .failed: context.localization("thumbnail.failed")
            case .ready, .none: nil
            }
        return """
            <span class="no-picture">\(Icon(card.kind).html(context.staticFiles))\(word.map { "<span>\($0)</span>" as HTML })</span>
            """
    }

    private static func badges(_ card: AssetCardModel, _ t: Localization) -> HTML {
        let duration = card.durationSeconds.map { #"<span class="badge">\#(clockDuration($0))</span>"# as HTML }
        let uses: HTML? =
            card.useCount == 0
            ? nil
            : #"<span class="badge" title="\#(t("usage.count", count: card.useCount))">\#(t("usage.badge", count: card.useCount))</span>"#
        let link = card.link.map { link -> HTML in
            let words = link.isYouTube ? t("asset.youTube") : t("asset.link")
            return #"<span class="badge is-link" title="\#(t("asset.linkTo", ["host": link.host]))">\#(words)</span>"#
        }
        return """
            <span class="badges">\(uses)\(duration)\(link)<span class="badge" title="\(t("kind.\(card.kind.rawValue)"))">\
            \(typeLabel(mediaType: card.mediaType, kind: card.kind, t))</span></span>
            """
    }

    private static func facts(_ card: AssetCardModel, _ t: Localization) -> HTML {
        if let width = card.width, let height = card.height {
            return "<span dir=\"ltr\">\(t("asset.dimensions", ["width": String(width), "height": String(height)]))</span>"
        }
        if let link = card.link { return #"<bdi class="clip" dir="ltr">\#(link.host)</bdi>"# }
        return card.byteSize.map { "<span>\(byteCount($0, t))</span>" } ?? ""
    }
}
