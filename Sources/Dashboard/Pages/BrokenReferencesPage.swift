package import Markup

/// What content names and does not find, with the way to each place; works without scripts.
package enum BrokenReferencesPage {
    /// The whole page.
    package static func html(_ model: BrokenReferencesPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t("references.title"), files: .usages,
            content: """
                <p class="hint">\(t("references.about"))</p>
                \(model.references.isEmpty ? empty(model) : list(model))
                \(model.next.map { more($0, model) })
                """)
    }

    private static func empty(_ model: BrokenReferencesPageModel) -> HTML {
        let context = model.sidebar.context
        return """
            <div class="empty">\(Icon.check.html(context.staticFiles))<p>\(context.localization("references.none"))</p></div>
            """
    }

    private static func list(_ model: BrokenReferencesPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let count = model.total.map { t("references.count", count: $0) } ?? t("references.many")
        return """
            <p class="summary">\(count)</p>
            <div class="usage-page"><ul class="usages">\(model.references.map { row($0, model) })</ul></div>
            """
    }

    private static func row(_ reference: BrokenReferenceModel, _ model: BrokenReferencesPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let place = PlaceLink(name: reference.title, address: reference.address, isElsewhere: reference.isElsewhere)
        let trash = #"<a href="\#(url: model.sidebar.organization.trashPath)">\#(t("references.trashed"))</a>"# as HTML
        let isLinked = reference.isTrashed && model.sidebar.canDelete
        let reason =
            reference.isTrashed ? (isLinked ? trash : HTML(text: t("references.trashed"))) : HTML(text: t("references.missing"))
        return """
            <li><div><p class="usage-place">\(place.html())</p>
            <p><code class="written" dir="ltr">\(reference.written)</code></p>
            <p class="hint">\(PlaceLink.type(reference.targetType, t)) · <code dir="ltr">\(reference.slotKey ?? reference.slotType)</code> · \
            \(reason)</p></div></li>
            """
    }

    private static func more(_ next: String, _ model: BrokenReferencesPageModel) -> HTML {
        let address = model.sidebar.organization.referencesPath + "?after=" + percentEncoded(next)
        return #"<p><a class="button" href="\#(url: address)">\#(model.sidebar.context.localization("references.more"))</a></p>"#
    }
}
