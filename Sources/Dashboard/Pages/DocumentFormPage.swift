package import Markup

/// Where a document is written: a form with a preview by a button, which scripts show while somebody types.
package enum DocumentFormPage {
    /// The whole page.
    package static func html(_ model: DocumentFormPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t(model.id == nil ? "documents.new.title" : "documents.edit.title"), files: .documentForm,
            content: """
                \(notices(model))
                <document-editor class="editor" data-csrf="\(model.sidebar.context.csrfToken)" \
                data-organization="\(model.sidebar.organization.slug)" data-path="\(url: model.sidebar.organization.documentsPath)"\
                \(attribute: "data-uploads", model.canUpload ? "yes" : nil)>
                \(form(model))
                \(preview(model))
                </document-editor>
                """)
    }

    private static func path(_ model: DocumentFormPageModel) -> String {
        let documents = model.sidebar.organization.documentsPath
        return model.id.map { "\(documents)/\($0)" } ?? documents
    }

    private static func notices(_ model: DocumentFormPageModel) -> HTML {
        let context = model.sidebar.context
        guard let conflict = model.conflict else {
            return model.problem.map { Notice.problem($0, context) } ?? HTML()
        }
        let now: HTML? =
            conflict == .changed
            ? #" <a href="\#(url: path(model))">\#(context.localization("documents.conflict.look"))</a>"# : nil
        return """
            <p class="notice problem" role="alert">\(Icon.warning.html(context.staticFiles))<span>\
            \(context.localization("documents.conflict.\(conflict.rawValue)"))\(now)</span></p>
            """
    }

    private static func form(_ model: DocumentFormPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let title = Field(
            name: "title", label: t("field.title"), value: model.title, error: model.errors.message("title", t), maxLength: 500,
            attributes: model.id == nil && model.markdown.isEmpty ? " required autofocus" : " required")
        let markdown = Field(
            name: "markdown", label: t("documents.markdown"), value: model.markdown, hint: t("documents.markdown.hint"),
            error: model.errors.message("markdown", t), rows: 18, attributes: #" spellcheck="true""#)
        return """
            <form class="document-form" method="post" action="\(url: model.id == nil ? path(model) : path(model) + "/edit")">
            \(csrfField(model.sidebar.context))\(AskingPage.hidden([("etag", model.etag)]))
            \(title.html(prefix: "document"))
            \(markdown.html(prefix: "document"))
            <div class="actions"><button class="button primary" type="submit" name="action" value="save">\(t("documents.save"))</button>\
            <button class="button" type="submit" name="action" value="preview">\(t("documents.preview"))</button>\
            <a class="button quiet" href="\(url: path(model))">\(t("cancel"))</a></div>
            </form>
            """
    }

    private static func preview(_ model: DocumentFormPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return """
            <section class="preview" aria-labelledby="preview-title"\(flag: "hidden", model.preview == nil)>
            <h2 id="preview-title" tabindex="-1">\(t("documents.preview.title"))</h2>
            <div class="preview-content">\(model.preview.map { RenderedDocument.html($0, model.sidebar.context) })</div>
            </section>
            """
    }
}
