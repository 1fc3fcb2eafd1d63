internal import Markup

/// What of the library can be given to a company or a person: found by a search, chosen by boxes.
enum RecordMediaPicker {
    static func html(_ choices: RecordPageModel.Choices, _ model: RecordPageModel) -> HTML {
        let t = model.sidebar.context.localization
        return """
            <section class="record-section" id="add" aria-labelledby="add-title">
            <h2 id="add-title">\(t("records.media.add"))</h2>
            \(search(choices, model))
            \(choices.cards.isEmpty ? #"<p class="hint">\#(t("records.choose.none"))</p>"# : form(choices, model))
            <p class="hint">\(t("records.choose.upload")) <a href="\(url: model.sidebar.organization.libraryPath)">\(t("records.choose.library"))</a></p>
            </section>
            """
    }

    private static func search(_ choices: RecordPageModel.Choices, _ model: RecordPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        return """
            <form class="row-form" role="search" method="get" action="\(url: model.path)#add">\
            <input type="hidden" name="add" value="yes">
            <div class="field"><label for="choose-q">\(t("records.choose.search"))</label>
            <input id="choose-q" type="search" name="q" value="\(choices.search)" dir="auto" maxlength="200"></div>
            <button class="button" type="submit">\(Icon.search.html(context.staticFiles))<span>\(t("records.choose.find"))</span></button>
            </form>
            """
    }

    private static func form(_ choices: RecordPageModel.Choices, _ model: RecordPageModel) -> HTML {
        let (context, t) = (model.sidebar.context, model.sidebar.context.localization)
        let boxes = choices.cards.map { card -> HTML in
            """
            <li><label class="choice"><input type="checkbox" name="id" value="\(card.id)">\
            \(RecordPicture.html(card, .image, context))<bdi class="clip">\(card.name)</bdi></label></li>
            """
        }
        return """
            <form class="choose-form" method="post" action="\(url: model.path)/media">\(csrfField(context))
            <ul class="choices">\(boxes)</ul>
            <div class="actions"><button class="button primary" type="submit">\(t("records.choose.add"))</button>\
            <a class="button quiet" href="\(url: model.path)">\(t("cancel"))</a></div>
            </form>
            """
    }
}
