internal import Markup

/// What is known about an asset, as a list of terms.
enum Facts {
    static func html(_ asset: AssetDetailModel, _ context: PageContext) -> HTML {
        let t = context.localization
        let card = asset.card
        return """
            <dl class="facts">
            \(row(t("fact.kind"), "\(t("kind.\(card.kind.rawValue)")) <code>\(card.mediaType)</code>"))
            \(dimensions(card, t).map { row(t("fact.dimensions"), "<bdi>\($0)</bdi>") })
            \(card.durationSeconds.map { row(t("fact.duration"), HTML(text: clockDuration($0))) })
            \(card.byteSize.map { row(t("fact.size"), size($0, t)) })
            \(row(t("fact.uploaded"), "\(timeElement(card.createdAt, context))\(asset.uploadedBy.map { by($0, t) })"))
            \(asset.updatedAt > card.createdAt ? row(t("fact.changed"), timeElement(asset.updatedAt, context)) : nil)
            \(asset.checksum.map { row(t("fact.checksum"), #"<code title="\#($0)">\#(String($0.prefix(12)))…</code>"#) })
            </dl>
            """
    }

    private static func row(_ term: String, _ value: HTML) -> HTML {
        "<div><dt>\(term)</dt><dd>\(value)</dd></div>"
    }

    private static func dimensions(_ card: AssetCardModel, _ t: Localization) -> String? {
        guard let width = card.width, let height = card.height else { return nil }
        return t("asset.dimensionsLong", ["width": String(width), "height": String(height)])
    }

    private static func size(_ bytes: Int64, _ t: Localization) -> HTML {
        #"<span title="\#(t("unit.bytes", count: Int(bytes)))">\#(byteCount(bytes, t))</span>"#
    }

    private static func by(_ uploader: String, _ t: Localization) -> HTML {
        " <span>\(t("fact.by", ["name": uploader]))</span>"
    }
}
