package import Markup

/// Asks before an asset is deleted, saying what that means here; works without scripts.
package enum DeletePage {
    /// The whole page.
    package static func html(_ model: DeletePageModel) -> HTML {
        let t = model.context.localization
        let body: HTML = """
            \(TopBar.html(model.context, homePath: model.organization.libraryPath, organization: model.organization))
            <main class="narrow">
            <h1>\(model.deletion.question(t))</h1>
            \(model.problem.map { Notice.problem($0, model.context) })
            \(picture(model.card))
            <p class="dialog-name"><bdi>\(model.card.name)</bdi></p>
            <p>\(model.deletion.warning(t))</p>
            \(form(model))
            </main>
            """
        return Document.html(model.context, title: model.deletion.question(t), files: .plain, body: body)
    }

    private static func form(_ model: DeletePageModel) -> HTML {
        let t = model.context.localization
        let address = model.query.formAddress(model.card.id, in: model.organization, action: "/delete")
        let back = model.query.address(in: model.organization, asset: model.card.id)
        return """
            <form method="post" action="\(url: address)">\(csrfField(model.context))
            <div class="actions"><a class="button" href="\(url: back)">\(t("cancel"))</a>\
            <button class="button danger" type="submit">\(model.deletion.confirmation(t))</button></div>
            </form>
            """
    }

    private static func picture(_ card: AssetCardModel) -> HTML? {
        card.thumbnailURL.map { #"<p class="mat"><img class="picture" src="\#(url: $0)" alt=""></p>"# }
    }
}
