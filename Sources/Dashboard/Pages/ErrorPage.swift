package import Markup

/// What went wrong, in words, and the way on.
package enum ErrorPage {
    /// The whole page.
    package static func html(_ model: ErrorPageModel) -> HTML {
        let t = model.context.localization
        let title = words("title", model.status, t)
        let body: HTML = """
            \(TopBar.html(model.context, homePath: model.homePath))
            <main class="narrow">
            <h1>\(title)</h1>
            <p>\(words("body", model.status, t))</p>
            \(model.detail.map { "<p>\($0)</p>" as HTML })
            <p><a class="button primary" href="\(url: model.homePath)">\(t("problem.home"))</a></p>
            \(model.requestID.map { #"<p class="hint">\#(t("problem.request")) <code>\#($0)</code></p>"# as HTML })
            </main>
            """
        return Document.html(model.context, title: title, files: .plain, body: body)
    }

    private static func words(_ part: String, _ status: Int, _ t: Localization) -> String {
        t.phrase("problem.\(status).\(part)") ?? t("problem.500.\(part)")
    }
}
