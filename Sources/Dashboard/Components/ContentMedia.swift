internal import Markup

/// An asset as content shows it: a picture, a player, or the way to a file, by what the library says of it now (M12).
enum ContentMedia {
    /// - Parameters:
    ///   - alt: the content's own alternative text; empty for the library's.
    ///   - caption: the content's own; empty for none.
    static func html(_ media: ContentMediaModel, alt: String = "", caption: String = "", _ context: PageContext) -> HTML {
        let words = caption.isEmpty ? nil : #"<figcaption dir="auto">\#(caption)</figcaption>"# as HTML
        return #"<figure class="content-media">\#(content(media, alt, context))\#(words)</figure>"#
    }

    private static func content(_ media: ContentMediaModel, _ alt: String, _ context: PageContext) -> HTML {
        let card = media.card
        let poster: HTML? = card.thumbnailURL.map { #" poster="\#(url: $0)""# }
        switch card.link == nil ? card.kind : .other {
        case .video:
            return """
                <video controls preload="metadata" src="\(url: media.address)"\(poster) aria-label="\(media.title)"></video>\(name(media, context))
                """
        case .audio:
            return """
                <audio controls preload="metadata" src="\(url: media.address)" aria-label="\(media.title)"></audio>\(name(media, context))
                """
        case .image where media.pictureURL != nil:
            let text = [alt, media.altText, media.title].first { !$0.isEmpty } ?? ""
            return """
                <img src="\(url: media.pictureURL ?? "")" alt="\(text)"\(attribute: "width", card.width.map(String.init))\
                \(attribute: "height", card.height.map(String.init)) loading="lazy" decoding="async">
                """
        default:
            return """
                <a class="content-file" href="\(url: media.address)">\(RecordPicture.html(card, Icon(card.kind), context))\
                <bdi>\(media.title)</bdi></a>
                """
        }
    }

    private static func name(_ media: ContentMediaModel, _ context: PageContext) -> HTML {
        #"<p class="hint"><bdi>\#(media.title)</bdi></p>"#
    }
}
