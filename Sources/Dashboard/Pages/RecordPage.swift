package import Markup

/// One company or person: its name, its media, and what of the library can be added; works without scripts.
package enum RecordPage {
    /// The whole page.
    package static func html(_ model: RecordPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let list = model.kind.path(in: model.sidebar.organization)
        return OrganizationPage.html(
            model.sidebar, title: model.name, noticeCode: model.problem == nil ? model.noticeCode : nil, files: .records,
            content: """
                \(model.problem.map { Notice.problem($0, context) })
                <p class="hint"><a href="\(url: list)">\(t("records.\(model.kind.plural)"))</a></p>
                \(media(model))
                \(model.choices.map { RecordMediaPicker.html($0, model) })
                \(model.canEdit ? rename(model) : nil)
                \(model.canDelete ? delete(model) : nil)
                """)
    }

    private static func media(_ model: RecordPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let rows = model.media.enumerated().map { row($0.element, isPrimary: $0.offset == 0, model) }
        let list: HTML =
            rows.isEmpty ? #"<p class="hint">\#(t("records.media.none"))</p>"# : #"<ul class="records">\#(rows)</ul>"#
        let add: HTML? =
            model.canEdit && model.choices == nil
            ? #"<p><a class="button primary" href="\#(url: model.path)?add=yes#add">\#(t("records.media.add"))</a></p>"# : nil
        return """
            <section class="record-section" aria-labelledby="media-title">
            <h2 id="media-title">\(t("records.media"))</h2>
            \(list)
            \(add)
            </section>
            """
    }

    private static func row(_ media: RecordMediaModel, isPrimary: Bool, _ model: RecordPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let address = "\(model.sidebar.organization.libraryPath)?asset=\(media.card.id)"
        let facts = [
            media.mediaType.isEmpty ? nil : t("mediaType.\(media.mediaType)"), media.label == nil ? nil : media.card.name,
        ]
        .compactMap(\.self).joined(separator: " · ")
        let primary: HTML? = isPrimary ? #" <span class="pill">\#(t("records.media.primary"))</span>"# : nil
        return """
            <li>\(RecordPicture.html(media.card, .image, context))\
            <span><a href="\(url: address)"><bdi>\(media.label ?? media.card.name)</bdi></a>\(primary)</span>\
            <p class="hint">\(facts)</p>\(model.canEdit ? remove(media, model) : nil)</li>
            """
    }

    private static func remove(_ media: RecordMediaModel, _ model: RecordPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return """
            <form class="actions" method="post" action="\(url: model.path)/media/remove">\(csrfField(model.sidebar.context))\
            <input type="hidden" name="id" value="\(media.card.id)">\
            <button class="button" type="submit">\(t("records.media.remove"))\
            <span class="visually-hidden"> <bdi>\(media.label ?? media.card.name)</bdi></span></button></form>
            """
    }

    private static func rename(_ model: RecordPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let name = Field(
            name: "name", label: t("records.name"), value: model.typedName ?? model.name,
            error: model.errors.message("name", t), maxLength: 255, attributes: #" required autocomplete="off""#)
        return """
            <section class="record-section" aria-labelledby="name-title">
            <h2 id="name-title">\(t("records.rename"))</h2>
            <form class="row-form" method="post" action="\(url: model.path)">\(csrfField(model.sidebar.context))\
            \(AskingPage.hidden([("etag", model.etag)]))
            \(name.html(prefix: "record"))
            <button class="button" type="submit">\(t("records.rename.save"))</button>
            </form>
            </section>
            """
    }

    private static func delete(_ model: RecordPageModel) -> HTML {
        let t = model.sidebar.context.localization
        let confirmation = Confirmation(
            id: "delete-record", button: t("records.delete"), about: model.name,
            question: t("records.delete.question.\(model.kind.rawValue)"),
            consequence: t("records.delete.consequence", ["name": model.name]), confirm: t("records.delete.confirm"),
            action: model.path + "/delete")
        return #"<div class="record-section">\#(confirmation.html(model.sidebar.context))</div>"#
    }
}
