package import Markup

/// Chooses another file, asks, and tells what was replaced (M61); works without scripts.
package enum ReplaceUsagesPage {
    /// The whole page.
    package static func html(_ model: ReplaceUsagesPageModel) -> HTML {
        let t = model.scope.context.localization
        let content: HTML
        if let outcome = model.outcome {
            content = told(outcome, model)
        } else if let chosen = model.chosen {
            content = question(chosen, model)
        } else {
            content = choosing(model)
        }
        return AskingPage.html(
            model.scope, title: t("replaceUsages.title", count: model.useCount, ["name": model.card.name]),
            problem: model.problem,
            content: content)
    }

    private static func address(_ model: ReplaceUsagesPageModel, _ more: [(name: String, value: String)] = []) -> String {
        model.scope.query.formAddress(model.card.id, in: model.scope.organization, action: "/replace-usages", more)
    }

    private static func back(_ model: ReplaceUsagesPageModel) -> String {
        model.scope.query.address(in: model.scope.organization, asset: model.card.id)
    }

    private static func choosing(_ model: ReplaceUsagesPageModel) -> HTML {
        let (context, t) = (model.scope.context, model.scope.context.localization)
        let rows = model.choices.map { card -> HTML in
            """
            <li><a href="\(url: address(model, [("with", card.id)]))">\(RecordPicture.html(card, .image, context))\
            <bdi class="clip">\(card.name)</bdi></a></li>
            """
        }
        let none: HTML = #"<p class="hint">\#(t("records.choose.none"))</p>"#
        return """
            <p>\(t("replaceUsages.choose"))</p>
            <form class="row-form" role="search" method="get" action="\(url: address(model))">
            \(AskingPage.hidden(model.scope.query.parameters.filter { $0.name != "q" }))
            <div class="field"><label for="replace-q">\(t("records.choose.search"))</label>
            <input id="replace-q" type="search" name="find" value="\(model.search)" dir="auto" maxlength="200"></div>
            <button class="button" type="submit">\(Icon.search.html(context.staticFiles))<span>\(t("records.choose.find"))</span></button>
            </form>
            \(rows.isEmpty ? none : #"<ul class="choices replacements">\#(rows)</ul>"#)
            <div class="actions"><a class="button" href="\(url: back(model))" data-action="cancel">\(t("cancel"))</a></div>
            """
    }

    private static func question(_ chosen: AssetCardModel, _ model: ReplaceUsagesPageModel) -> HTML {
        let t = model.scope.context.localization
        return """
            <p class="dialog-name"><bdi>\(model.card.name)</bdi> → <bdi>\(chosen.name)</bdi></p>
            \(chosen.thumbnailURL.map { #"<p class="mat"><img class="picture" src="\#(url: $0)" alt=""></p>"# as HTML })
            <p>\(t("replaceUsages.consequence"))</p>
            <form method="post" action="\(url: address(model))">\(csrfField(model.scope.context))\
            \(AskingPage.hidden([("with", chosen.id)]))
            <div class="actions"><a class="button" href="\(url: address(model))" data-action="cancel">\(t("replaceUsages.other"))</a>\
            <button class="button primary" type="submit">\(t("replaceUsages.confirm", count: model.useCount))</button></div>
            </form>
            """
    }

    private static func told(_ outcome: ReplaceUsagesPageModel.Outcome, _ model: ReplaceUsagesPageModel) -> HTML {
        let (context, t) = (model.scope.context, model.scope.context.localization)
        return """
            \(Notice.done("usagesReplaced", count: outcome.replaced, context))
            \(Notice.problem(t("replaceUsages.unchanged", count: outcome.notRewritten.count), context))
            \(UnchangedPlaces.html(outcome.notRewritten, context))
            <div class="actions"><a class="button primary" href="\(url: back(model))">\(t("usage.page.back"))</a></div>
            """
    }
}
