package import Markup

/// What of the library can be put into a field: the form's state is carried along and comes back with the choice (M18).
package enum ContentPickerPage {
    /// The whole page.
    package static func html(_ model: ContentPickerModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        return OrganizationPage.html(
            model.sidebar, title: t("content.pick.title"), files: .content,
            content: """
                \(model.problem.map { Notice.problem($0, context) })
                <form class="choose-form" method="post" action="\(url: model.action + "#" + percentEncoded("at-" + model.path))">
                \(csrfField(context))\(state(model))
                \(search(model))
                \(model.cards.isEmpty ? #"<p class="hint">\#(t("records.choose.none"))</p>"# : choices(model))
                <div class="actions"><button class="button" type="submit" name="action" value="back">\(t("content.pick.back"))</button></div>
                </form>
                \(model.canUpload ? upload(model) : nil)
                """)
    }

    private static func state(_ model: ContentPickerModel) -> HTML {
        """
        \(ContentDraftFields.hidden(model.draft, hasBody: true, isWhole: true))\(AskingPage.hidden([("pick", model.path)]))
        """
    }

    private static func search(_ model: ContentPickerModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        return """
            <div class="row-form" role="search">
            <div class="field"><label for="pick-q">\(t("records.choose.search"))</label>
            <input id="pick-q" type="search" name="q" value="\(model.search)" dir="auto" maxlength="200"></div>
            <div class="field"><label for="pick-tag">\(t("content.pick.tag"))</label>
            <input id="pick-tag" name="tag" value="\(model.tag)" dir="auto" maxlength="100"></div>
            <button class="button" type="submit" name="action" value="find">\(Icon.search.html(context.staticFiles))<span>\(t("records.choose.find"))</span></button>
            </div>
            """
    }

    private static func choices(_ model: ContentPickerModel) -> HTML {
        let context = model.sidebar.context
        let items = model.cards.map { card -> HTML in
            """
            <li><button class="choice" type="submit" name="action" value="choose:\(card.id)">\
            \(RecordPicture.html(card, .image, context))<bdi class="clip">\(card.name)</bdi></button></li>
            """
        }
        return #"<ul class="choices">\#(items)</ul>"#
    }

    private static func upload(_ model: ContentPickerModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        return """
            <section class="record-section" aria-labelledby="upload-here"><h2 id="upload-here">\(t("content.upload"))</h2>
            <form class="choose-form" method="post" enctype="multipart/form-data" action="\(url: model.action + "/upload")">
            \(csrfField(context))\(state(model))
            \(model.needsMediaType ? UploadForm.mediaType(t) : nil)
            <div class="field"><label for="upload-file">\(t("content.upload.file"))</label>
            <input id="upload-file" type="file" name="file" required></div>
            <div class="actions"><button class="button" type="submit">\(Icon.upload.html(context.staticFiles))<span>\(t("content.upload.button"))</span></button></div>
            </form></section>
            """
    }
}
