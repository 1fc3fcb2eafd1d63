package import Markup

/// All the places that use an asset (M37); works without scripts.
package enum UsagePage {
    /// The whole page.
    package static func html(_ model: UsagePageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let organization = model.sidebar.organization
        let back = model.query.address(in: organization, asset: model.card.id)
        return OrganizationPage.html(
            model.sidebar, title: t("usage.page.title", ["name": model.card.name]), noticeCode: model.noticeCode, files: .usages,
            content: """
                <p><a href="\(url: back)">\(t("usage.page.back"))</a></p>
                \(model.uses.total == 0 ? #"<p class="hint">\#(t("usage.none"))</p>"# : list(model, context))
                \(model.uses.next.map { more($0, model) })
                """)
    }

    private static func list(_ model: UsagePageModel, _ context: PageContext) -> HTML {
        let list = UsageList(
            uses: model.uses, context: context,
            detachAddress: { model.query.detachAddress($0, of: model.card, in: model.sidebar.organization) },
            fields: [("back", "usages")])
        return """
            <p class="summary">\(context.localization("usage.count", count: model.uses.total))</p>
            <div class="usage-page">\(list.html())</div>
            """
    }

    private static func more(_ next: String, _ model: UsagePageModel) -> HTML {
        let address = model.query.formAddress(model.card.id, in: model.sidebar.organization, action: "/usages", [("after", next)])
        return #"<p><a class="button" href="\#(url: address)">\#(model.sidebar.context.localization("usage.page.more"))</a></p>"#
    }
}
