internal import Markup

/// The small picture of an asset in a list, or what stands for it where there is none.
enum RecordPicture {
    /// Decoration: the name beside it says what it is.
    static func html(_ card: AssetCardModel?, _ icon: Icon, _ context: PageContext) -> HTML {
        guard let card else { return #"<span class="record-picture">\#(icon.html(context.staticFiles))</span>"# }
        guard let thumbnail = card.thumbnailURL else {
            return #"<span class="record-picture">\#(Icon(card.kind).html(context.staticFiles))</span>"#
        }
        return """
            <span class="record-picture"><img src="\(url: thumbnail)" alt=""\(attribute: "width", card.width.map(String.init))\
            \(attribute: "height", card.height.map(String.init)) loading="lazy" decoding="async"></span>
            """
    }
}
