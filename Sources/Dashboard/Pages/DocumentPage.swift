package import Markup

/// One document as readers see it; works without scripts.
package enum DocumentPage {
    /// The whole page.
    package static func html(_ model: DocumentPageModel) -> HTML {
        let context = model.sidebar.context
        return OrganizationPage.html(
            model.sidebar, title: model.title, noticeCode: model.problem == nil ? model.noticeCode : nil, files: .documents,
            content: """
                \(model.problem.map { Notice.problem($0, context) })
                \(head(model))
                \(RenderedDocument.html(model.rendered, context))
                """)
    }

    private static func head(_ model: DocumentPageModel) -> HTML {
        let context = model.sidebar.context
        let t = context.localization
        let path = "\(model.sidebar.organization.documentsPath)/\(model.id)"
        let edit: HTML? =
            model.canEdit
            ? #"<a class="button" href="\#(url: path)/edit">\#(Icon.rename.html(context.staticFiles))<span>\#(t("documents.edit"))</span></a>"#
            : nil
        return """
            <div class="documents-head">
            <p class="hint"><a href="\(url: model.sidebar.organization.documentsPath)">\(t("documents.title"))</a> · \
            \(t("documents.changed")) \(timeElement(model.updatedAt, context))</p>
            <div class="actions">\(edit)\(model.canDelete ? delete(model, path) : nil)</div>
            </div>
            """
    }

    private static func delete(_ model: DocumentPageModel, _ path: String) -> HTML {
        let t = model.sidebar.context.localization
        return Confirmation(
            id: "delete-document", button: t("documents.delete"), about: model.title, question: t("documents.delete.question"),
            consequence: t("documents.delete.consequence", ["title": model.title]), confirm: t("documents.delete.confirm"),
            action: path + "/delete", fields: [("etag", model.etag)]
        ).html(model.sidebar.context)
    }
}
