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
                <ul class="doomed">\(model.names.map { "<li><bdi>\($0)</bdi></li>" as HTML })\
                \(rest > 0 ? "<li>\(t("upload.more", count: rest))</li>" as HTML : nil)</ul>
                <p>\(model.deletion.warningOfMany(t))</p>
                <form method="post" action="\(url: model.scope.query.bulkAddress(in: model.scope.organization))">\
                \(csrfField(model.scope.context))\(AskingPage.hidden(fields))
                \(AskingPage.actions(model.scope, model.deletion.confirmation(t), .danger))
                </form>
                """)
    }
}
