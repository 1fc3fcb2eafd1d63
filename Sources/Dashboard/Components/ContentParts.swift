internal import Markup

/// The body of a content item as readers see it.
enum ContentParts {
    static func html(_ parts: [ContentPartModel], _ context: PageContext) -> HTML {
        parts.map { html($0, context) }.joined()
    }

    private static func html(_ part: ContentPartModel, _ context: PageContext) -> HTML {
        let t = context.localization
        switch part {
        case .heading(let text, let level): return heading(text, level)
        case .text(let text): return #"<p class="content-text" dir="auto">\#(text)</p>"#
        case .markdown(let rendered): return RenderedDocument.html(rendered, context)
        case .media(let media, let alt, let caption): return ContentMedia.html(media, alt: alt, caption: caption, context)
        case .broken(let written):
            return """
                <p class="content-broken">\(Icon.warning.html(context.staticFiles))<span>\(t("content.broken"))</span> \
                <code><bdi>\(written)</bdi></code></p>
                """
        case .link(let text, let address, let media):
            let picture = media.map { ContentMedia.html($0, context) }
            let words = text.isEmpty ? address : text
            return """
                <p class="content-button">\(picture)<a class="button" href="\(url: address)" rel="noopener noreferrer"><bdi>\(words)</bdi></a></p>
                """
        case .group(let kind, let parts):
            return #"<div class="content-group content-\#(kind)">\#(html(parts, context))</div>"#
        case .source(let text): return #"<pre class="content-source" dir="ltr" tabindex="0"><code>\#(text)</code></pre>"#
        }
    }

    private static func heading(_ text: String, _ level: Int) -> HTML {
        switch level {
        case ...2: #"<h2 dir="auto">\#(text)</h2>"#
        case 3: #"<h3 dir="auto">\#(text)</h3>"#
        default: #"<h4 dir="auto">\#(text)</h4>"#
        }
    }
}
