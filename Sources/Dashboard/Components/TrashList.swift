internal import Markup

/// The deleted files, each with what can be done about it.
enum TrashList {
    static func html(_ model: TrashPageModel) -> HTML {
        let t = model.context.localization
        return #"<ul class="trash" aria-label="\#(t("trash.title"))">\#(model.items.map { row($0, model) })</ul>"#
    }

    private static func row(_ item: TrashPageModel.Item, _ model: TrashPageModel) -> HTML {
        let t = model.context.localization
        return """
            <li id="trash-\(item.id)">
            \(Icon(item.kind).html(model.context.staticFiles))
            <div class="what"><p class="file-name"><bdi>\(item.name)</bdi></p>
            <p class="hint">\(facts(item, t)) · \(t("trash.deleted")) \(timeElement(item.deletedAt, model.context))\(fate(item, model))</p>
            \(state(item, model))</div>
            <div class="actions">\(actions(item, model))</div>
            </li>
            """
    }

    private static func facts(_ item: TrashPageModel.Item, _ t: Localization) -> String {
        let type = typeLabel(mediaType: item.mediaType, kind: item.kind, t)
        return item.byteSize.map { "\(type) · \(byteCount($0, t))" } ?? type
    }

    private static func fate(_ item: TrashPageModel.Item, _ model: TrashPageModel) -> HTML? {
        item.purgedAt.map { " · \(model.context.localization("trash.goes")) \(timeElement($0, model.context))" }
    }

    private static func state(_ item: TrashPageModel.Item, _ model: TrashPageModel) -> HTML? {
        let t = model.context.localization
        switch item.state {
        case .restorable: return nil
        case .leaving: return #"<p class="hint">\#(t("trash.leaving"))</p>"#
        case .stuck(let reason): return #"<p class="error">\#(t("trash.stuck", ["reason": reason]))</p>"#
        }
    }

    private static func actions(_ item: TrashPageModel.Item, _ model: TrashPageModel) -> HTML? {
        let t = model.context.localization
        let path = "\(model.organization.trashPath)/\(item.id)"
        switch item.state {
        case .leaving: return nil
        case .stuck: return model.canPurge ? form("\(path)/purge", t("trash.retry"), item, model.context) : nil
        case .restorable:
            let purge = Confirmation(
                id: "purge-\(item.id)", button: t("trash.purge"), about: item.name, question: t("delete.purge.question"),
                consequence: t("delete.purge.warning"), confirm: t("delete.purge.confirm"), action: "\(path)/purge")
            return """
                \(form("\(path)/restore", t("trash.restore"), item, model.context))\
                \(model.canPurge ? purge.html(model.context) : nil)
                """
        }
    }

    private static func form(_ action: String, _ words: String, _ item: TrashPageModel.Item, _ context: PageContext) -> HTML {
        """
        <form method="post" action="\(url: action)">\(csrfField(context))<button class="button" type="submit">\(words)\
        <span class="visually-hidden"> <bdi>\(item.name)</bdi></span></button></form>
        """
    }
}
