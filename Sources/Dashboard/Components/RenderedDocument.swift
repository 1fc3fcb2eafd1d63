package import Markup

/// A rendered document with what is wrong with it, in words.
package enum RenderedDocument {
    /// Also what the editor's script asks for while somebody types.
    package static func html(_ rendered: RenderedDocumentModel, _ context: PageContext) -> HTML {
        switch rendered {
        case .problem(let sentence): Notice.problem(sentence, context)
        case .html(let html, let unresolved):
            """
            \(unresolved.isEmpty ? nil : broken(unresolved, context))
            <article class="document" dir="auto">
            \(html)</article>
            """
        }
    }

    private static func broken(_ references: [String], _ context: PageContext) -> HTML {
        let t = context.localization
        return """
            <div class="notice problem broken">\(Icon.warning.html(context.staticFiles))<div>
            <p>\(t("documents.broken", count: references.count))</p>
            <ul>\(references.map { "<li><code><bdi>\($0)</bdi></code></li>" as HTML })</ul>
            </div></div>
            """
    }
}
