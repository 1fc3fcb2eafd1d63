package import Markup

/// Where a content item is written: a form that carries everything with it, so that it needs no scripts.
package enum ContentFormPage {
    /// The whole page.
    package static func html(_ model: ContentFormPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let type = PlaceLink.typeName(model.draft.type, t)
        return OrganizationPage.html(
            model.sidebar, title: t(model.draft.isNew ? "content.new.title" : "content.edit.title", ["type": type]),
            files: .content,
            content: """
                \(model.problem.map { Notice.problem($0, context) })
                \(model.isConflict ? conflict(model) : nil)
                <form class="document-form content-form" method="post" action="\(url: model.action)">
                <button class="default-button" type="submit" name="action" value="save" tabindex="-1" aria-hidden="true"></button>
                \(csrfField(context))\(ContentDraftFields.hidden(model.draft, hasBody: model.fields != nil))
                \(head(model))
                \(model.fields.map { ContentFields(context: context, organization: model.sidebar.organization, action: model.action).html($0) } ?? source(model))
                <div class="actions"><button class="button primary" type="submit" name="action" value="save">\(t("documents.save"))</button>\
                \(other(model))<a class="button quiet" href="\(url: model.back)">\(t("cancel"))</a></div>
                </form>
                """)
    }

    private static func conflict(_ model: ContentFormPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        return """
            <p class="notice problem" role="alert">\(Icon.warning.html(context.staticFiles))<span>\(t("content.conflict")) \
            <a href="\(url: model.back)">\(t("documents.conflict.look"))</a></span></p>
            """
    }

    private static func head(_ model: ContentFormPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let title = Field(
            name: "title", label: t("field.title"), value: model.draft.title, error: model.errors.message("title", t),
            maxLength: 500, attributes: "")
        let url = Field(
            name: "url", label: t("content.url"), value: model.draft.url, hint: t("content.url.hint"),
            error: model.errors.message("url", t))
        return "\(title.html(prefix: "content"))\(url.html(prefix: "content"))"
    }

    private static func source(_ model: ContentFormPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let hint =
            model.draft.isMarkdown
            ? t("documents.markdown.hint") : t(model.hasUnusualBody ? "content.source.unusual" : "content.source.hint")
        return Field(
            name: "source", label: t("content.source"), value: model.draft.body, hint: hint,
            error: model.errors.message("body", t), rows: 20, attributes: #" spellcheck="false""#
        ).html(prefix: "content")
    }

    /// The way between the fields and the source.
    private static func other(_ model: ContentFormPageModel) -> HTML? {
        let t = model.sidebar.context.localization
        if model.fields != nil {
            return #"<button class="button" type="submit" name="action" value="source">\#(t("content.toSource"))</button>"#
        }
        if !model.hasUnusualBody { return nil }
        return #"<button class="button" type="submit" name="action" value="fields">\#(t("content.toFields"))</button>"#
    }
}

/// What the form carries that nobody sees.
enum ContentDraftFields {
    static func hidden(_ draft: ContentDraftModel, hasBody: Bool, isWhole: Bool = false) -> HTML {
        var fields = [("type", draft.type), ("etag", draft.etag), ("format", draft.isMarkdown ? "markdown" : "json")]
        if hasBody { fields.append(("body", draft.body)) }
        if isWhole { fields += [("title", draft.title), ("url", draft.url)] }
        return AskingPage.hidden(fields).joined()
    }
}
