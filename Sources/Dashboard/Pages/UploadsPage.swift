package import Markup

/// Uploads by several requests that are not finished: how far they are, and a way to give them up (M20).
package enum UploadsPage {
    /// The whole page.
    package static func html(_ model: UploadsPageModel) -> HTML {
        let t = model.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t("uploads.title"), noticeCode: model.noticeCode,
            content: """
                <p class="hint">\(t(model.isEverybodys ? "uploads.about" : "uploads.aboutOwn"))</p>
                \(model.items.isEmpty ? "<p>\(t("uploads.none"))</p>" : list(model))
                """)
    }

    private static func list(_ model: UploadsPageModel) -> HTML {
        let t = model.context.localization
        let older = model.next.map { next -> HTML in
            #"<p><a class="button" href="\#(url: model.path + "?cursor=" + next)">\#(t("uploads.older"))</a></p>"#
        }
        return """
            <section class="people" aria-labelledby="uploads-count">
            <h2 id="uploads-count">\(t("uploads.count", count: model.total))</h2>
            <ul>\(model.items.map { row($0, model) })</ul>
            </section>
            \(older)
            """
    }

    private static func row(_ item: UploadsPageModel.Item, _ model: UploadsPageModel) -> HTML {
        let (context, t) = (model.context, model.context.localization)
        let size = byteCount(item.byteSize, t)
        let arrived = item.receivedBytes.map { t("uploads.arrived", ["arrived": byteCount($0, t), "size": size]) }
        return """
            <li>
            <div class="who"><bdi>\(item.name)</bdi>
            <p class="hint">\(t("uploads.begun")) \(timeElement(item.createdAt, context)) · \
            \(t("uploads.ends")) \(timeElement(item.expiresAt, context))</p></div>
            <div class="fixed-role">\(arrived ?? t("uploads.elsewhere", ["size": size]))</div>
            <form method="post" action="\(url: "\(model.path)/\(item.id)/cancel")">\(csrfField(context))\
            <button class="button" type="submit">\(t("uploads.cancel"))<span class="visually-hidden"> <bdi>\(item.name)</bdi></span>\
            </button></form>
            </li>
            """
    }
}
