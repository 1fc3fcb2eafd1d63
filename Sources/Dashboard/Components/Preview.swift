internal import Markup

/// The asset shown large: a picture, a player, or its kind's icon.
enum Preview {
    static func html(_ asset: AssetDetailModel, _ context: PageContext) -> HTML {
        """
        <div class="preview mat">\(content(asset, context))</div>
        \(note(asset, context.localization))
        """
    }

    private static func content(_ asset: AssetDetailModel, _ context: PageContext) -> HTML {
        let card = asset.card
        // What is elsewhere is not played here: its address may show anything.
        switch card.link == nil ? card.kind : .other {
        case .video:
            return """
                <video controls preload="metadata" src="\(url: card.publicURL)"\(poster(card)) \
                aria-label="\(card.name)"></video>
                """
        case .audio:
            return #"<audio controls preload="metadata" src="\#(url: card.publicURL)" aria-label="\#(card.name)"></audio>"#
        default:
            return asset.previewURL.map { picture($0, asset) }
                ?? #"<span class="no-picture">\#(Icon(card.kind).html(context.staticFiles))</span>"#
        }
    }

    private static func poster(_ card: AssetCardModel) -> HTML? {
        card.thumbnailURL.map { #" poster="\#(url: $0)""# }
    }

    private static func picture(_ url: String, _ asset: AssetDetailModel) -> HTML {
        let text = asset.form.altText.isEmpty ? asset.card.name : asset.form.altText
        return """
            <img class="picture" src="\(url: url)" alt="\(text)"\(attribute: "width", asset.card.width.map(String.init))\
            \(attribute: "height", asset.card.height.map(String.init))\(attribute: "data-placeholder", asset.card.placeholder)>
            """
    }

    private static func note(_ asset: AssetDetailModel, _ t: Localization) -> HTML? {
        switch asset.card.thumbnailStatus {
        case .failed:
            let sentence = asset.thumbnailError.map { t("thumbnail.failedBecause", ["reason": $0]) } ?? t("thumbnail.failedLong")
            return #"<p class="hint">\#(sentence)</p>"#
        case .pending: return #"<p class="hint">\#(t("thumbnail.pendingLong"))</p>"#
        case .ready, .none: return nil
        }
    }
}
