package import Markup

/// One content item as readers see it, with what it names; works without scripts.
package enum ContentPage {
    /// The whole page.
    package static func html(_ model: ContentPageModel) -> HTML {
        let context = model.sidebar.context
        return OrganizationPage.html(
            model.sidebar, title: model.title, noticeCode: model.problem == nil ? model.noticeCode : nil, files: .content,
            content: """
                \(model.problem.map { Notice.problem($0, context) })
                \(head(model))
                <div class="content-body">\(body(model))</div>
                \(references(model))
                """)
    }

    private static func body(_ model: ContentPageModel) -> HTML {
        if !model.parts.isEmpty { return ContentParts.html(model.parts, model.sidebar.context) }
        return #"<p class="hint">\#(model.sidebar.context.localization("content.bodyEmpty"))</p>"#
    }

    private static func head(_ model: ContentPageModel) -> HTML {
        let context = model.sidebar.context
        let t = context.localization
        let link: HTML? = model.url.map { #" · <a href="\#(url: $0)" rel="noopener noreferrer"><bdi>\#($0)</bdi></a>"# }
        let edit: HTML? =
            model.canEdit
            ? """
            <a class="button" href="\(url: model.editPath)">\(Icon.rename.html(context.staticFiles))<span>\(t("documents.edit"))</span></a>\
            \(delete(model))
            """ : nil
        return """
            <div class="documents-head">
            <p class="hint"><a href="\(url: model.sidebar.organization.contentPath)">\(t("content.title"))</a> · \
            \(PlaceLink.type(model.type, t)) · <code><bdi>\(model.externalID)</bdi></code>\(link) · \
            \(t("documents.changed")) \(timeElement(model.updatedAt, context))</p>
            <div class="actions">\(edit)</div>
            </div>
            """
    }

    private static func delete(_ model: ContentPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return Confirmation(
            id: "delete-content", button: t("documents.delete"), about: model.title, question: t("content.delete.question"),
            consequence: t("documents.delete.consequence", ["title": model.title]), confirm: t("content.delete.confirm"),
            action: model.path + "/delete", fields: [("etag", model.etag)]
        ).html(model.sidebar.context)
    }

    private static func references(_ model: ContentPageModel) -> HTML? {
        if model.references.isEmpty { return nil }
        let context = model.sidebar.context
        let t = context.localization
        let rows = model.references.map { reference -> HTML in
            let target = reference.asset.map { card -> HTML in
                let address = "\(model.sidebar.organization.libraryPath)?asset=\(card.id)"
                return """
                    \(RecordPicture.html(card, Icon(card.kind), context))<a href="\(url: address)"><bdi>\(card.name)</bdi></a>
                    """
            }
            let lost: HTML = """
                <span class="record-picture">\(Icon.warning.html(context.staticFiles))</span>\
                <span class="content-warning">\(t("content.broken")) <code><bdi>\(reference.written)</bdi></code></span>
                """
            return #"<li>\#(target ?? lost)<p class="hint"><code dir="ltr">\#(reference.slot)</code></p></li>"#
        }
        return """
            <section class="record-section" aria-labelledby="references-title">
            <h2 id="references-title">\(t("content.named"))</h2>
            <ul class="records">\(rows)</ul></section>
            """
    }
}
