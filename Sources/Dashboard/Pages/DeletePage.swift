package import Markup

/// Asks before an asset is deleted, saying what that means here and which places use it (M38); works without scripts.
package enum DeletePage {
    /// The whole page.
    package static func html(_ model: DeletePageModel) -> HTML {
        let t = model.context.localization
        let question = model.keeping == nil ? model.deletion.question(t) : t("delete.inUse.question")
        let body: HTML = """
            \(TopBar.html(model.context, homePath: model.organization.libraryPath, organization: model.organization))
            <main class="narrow">
            <h1>\(question)</h1>
            \(model.problem.map { Notice.problem($0, model.context) })
            \(picture(model.card))
            <p class="dialog-name"><bdi>\(model.card.name)</bdi></p>
            \(model.uses.total > 0 ? places(model) : nil)
            \(model.keeping.map { consequences($0, t) } ?? "<p>\(model.deletion.warning(t))</p>")
            \(archiving(model))
            \(form(model))
            </main>
            """
        return Document.html(model.context, title: question, files: .plain, body: body)
    }

    /// The places, and what becomes of them.
    private static func places(_ model: DeletePageModel) -> HTML {
        let (t, uses) = (model.context.localization, model.uses)
        let list = UsageList(
            uses: uses, context: model.context,
            detachAddress: { model.query.detachAddress($0, of: model.card, in: model.organization) }, fields: [("back", "delete")]
        )
        let all = model.query.formAddress(model.card.id, in: model.organization, action: "/usages")
        let rest = uses.items.count < uses.total ? #"<p><a href="\#(url: all)">\#(t("usage.all"))</a></p>"# as HTML : nil
        let canDetach = uses.items.contains { $0.isDeclared && $0.canDetach }
        let hint: HTML = #"<p class="hint">\#(t("delete.inUse.detach"))</p>"#
        return """
            <p><strong>\(t("usage.count", count: uses.total))</strong></p>
            \(list.html())\(rest)
            \(canDetach ? hint : nil)
            """
    }

    private static func consequences(_ keeping: KeepingModel, _ t: Localization) -> HTML {
        let archive = keeping.canArchive ? t("delete.inUse.archiveInstead") : nil
        let admins = keeping.isForAdmins && keeping.forced == nil ? t("delete.inUse.adminsOnly") : nil
        let instead: HTML = "<p>\([archive, admins].compactMap(\.self).joined(separator: " "))</p>"
        return """
            <p>\(t("delete.inUse.breaks")) \(keeping.forced.map { $0.warning(t) })</p>
            \(archive == nil && admins == nil ? nil : instead)
            """
    }

    /// Another form, which the button under it sends too: forms do not nest.
    private static func archiving(_ model: DeletePageModel) -> HTML? {
        guard model.keeping?.canArchive == true else { return nil }
        let address = model.query.formAddress(model.card.id, in: model.organization, action: "/archive")
        return #"<form id="archive-instead" method="post" action="\#(url: address)">\#(csrfField(model.context))</form>"#
    }

    private static func form(_ model: DeletePageModel) -> HTML {
        let t = model.context.localization
        let archive =
            #"<button class="button primary" type="submit" form="archive-instead">\#(t("delete.inUse.archive"))</button>"# as HTML
        var fields = model.fields
        var words: String? = model.deletion.confirmation(t)
        if let keeping = model.keeping {
            fields.append(("force", "yes"))
            words = keeping.forced.map { _ in t("delete.inUse.confirm") }
        }
        return """
            <form method="post" action="\(url: model.action)">\(csrfField(model.context))\(AskingPage.hidden(fields))
            <div class="actions"><a class="button" href="\(url: model.back)" data-action="cancel" autofocus>\(t("cancel"))</a>\
            \(model.keeping?.canArchive == true ? archive : nil)\
            \(words.map { #"<button class="button danger" type="submit">\#($0)</button>"# as HTML })</div>
            </form>
            """
    }

    private static func picture(_ card: AssetCardModel) -> HTML? {
        card.thumbnailURL.map { #"<p class="mat"><img class="picture" src="\#(url: $0)" alt=""></p>"# }
    }
}
