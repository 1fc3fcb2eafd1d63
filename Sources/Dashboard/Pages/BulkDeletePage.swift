package import Markup

/// Asks before several assets are deleted, saying what that means here (M57); works without scripts.
package enum BulkDeletePage {
    /// The whole page.
    package static func html(_ model: BulkDeletePageModel) -> HTML {
        let t = model.scope.context.localization
        let fields =
            [(name: "action", value: "delete"), (name: "confirmed", value: "yes")] + model.ids.map { (name: "id", value: $0) }
        let rest = model.ids.count - model.names.count
        return AskingPage.html(
            model.scope, title: model.deletion.questionOfMany(model.ids.count, t),
            content: """
                <ul class="doomed">\(model.names.map { name($0.name, $0.useCount, t) })\
                \(rest > 0 ? "<li>\(t("upload.more", count: rest))</li>" as HTML : nil)</ul>
                <p>\(model.deletion.warningOfMany(t))</p>
                <form method="post" action="\(url: model.scope.query.bulkAddress(in: model.scope.organization))">\
                \(csrfField(model.scope.context))\(AskingPage.hidden(fields))
                \(model.keptCount > 0 ? kept(model, t) : nil)
                \(AskingPage.actions(model.scope, model.deletion.confirmation(t), .danger))
                </form>
                """)
    }

    private static func name(_ name: String, _ useCount: Int, _ t: Localization) -> HTML {
        let uses = useCount == 0 ? nil : #" <span class="hint">\#(t("usage.count", count: useCount))</span>"# as HTML?
        return "<li><bdi>\(name)</bdi>\(uses)</li>"
    }

    /// Those in use stay, unless that is asked for too.
    private static func kept(_ model: BulkDeletePageModel, _ t: Localization) -> HTML {
        let sentence: HTML = #"<p>\#(t("delete.inUse.kept", count: model.keptCount))</p>"#
        guard model.canForce else { return sentence }
        return """
            \(sentence)
            <label class="check"><input type="checkbox" name="force" value="yes"> <span>\(t("delete.inUse.force"))</span></label>
            """
    }
}
