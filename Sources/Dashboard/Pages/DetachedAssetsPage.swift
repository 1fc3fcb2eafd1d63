package import Markup

/// The files of organizations that were deleted, for superadmins.
package enum DetachedAssetsPage {
    /// The whole page.
    package static func html(_ model: DetachedAssetsPageModel) -> HTML {
        let t = model.context.localization
        let body: HTML = """
            <a class="skip-link" href="#content">\(t("page.skip"))</a>
            \(TopBar.html(model.context, homePath: "/"))
            <main class="main settings" id="content" tabindex="-1">
            <h1>\(t("detached.title"))</h1>
            \(Notice.done(model.noticeCode, model.context))
            \(model.problem.map { Notice.problem($0, model.context) })
            <p class="hint">\(t("detached.about"))</p>
            \(model.items.isEmpty ? "<p>\(t("detached.none"))</p>" : list(model))
            </main>
            """
        return Document.html(model.context, title: t("detached.title"), files: .settings, body: body)
    }

    private static func list(_ model: DetachedAssetsPageModel) -> HTML {
        let t = model.context.localization
        let count = model.total.map { t("detached.count", count: $0) } ?? t("library.manyItems")
        let older = model.next.map { next -> HTML in
            #"<p><a class="button" href="\#(url: "/detached-assets?cursor=" + next)">\#(t("detached.older"))</a></p>"#
        }
        return """
            <section class="people" aria-labelledby="detached-count">
            <h2 id="detached-count">\(count)</h2>
            <ul>\(model.items.map { row($0, model.context) })</ul>
            </section>
            \(older)
            """
    }

    private static func row(_ item: DetachedAssetsPageModel.Item, _ context: PageContext) -> HTML {
        let t = context.localization
        let name: HTML =
            item.publicURL.map { #"<a href="\#(url: $0)"><bdi>\#(item.name)</bdi></a>"# } ?? "<bdi>\(item.name)</bdi>"
        let facts = [t("kind.\(item.kind.rawValue)"), item.byteSize.map { byteCount($0, t) }].compactMap(\.self)
        let deletion = Confirmation(
            id: "delete-\(item.id)", button: t(item.isDeleting ? "detached.retry" : "detached.delete"), about: item.name,
            question: t("delete.purge.question"), consequence: t("delete.purge.warning"), confirm: t("delete.purge.confirm"),
            action: "/detached-assets/\(item.id)/delete")
        return """
            <li>
            <div class="who">\(name)
            <p class="hint">\(facts.joined(separator: " · "))\(item.isTrashed ? " · \(t("detached.trashed"))" : "")</p>\
            \(item.isDeleting ? #"<p class="error">\#(item.deletionError ?? t("detached.deleting"))</p>"# as HTML : nil)</div>
            <div class="fixed-role"><bdi>\(item.organizationName)</bdi> (\(item.organizationSlug))\
            <p class="hint">\(t("detached.organizationDeleted")) \(timeElement(item.organizationDeletedAt, context))</p></div>
            \(deletion.html(context))
            </li>
            """
    }
}
