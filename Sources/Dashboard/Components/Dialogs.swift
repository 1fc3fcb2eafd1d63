internal import Markup

/// The dialogs scripts open; without scripts they stay closed and nothing needs them.
enum Dialogs {
    /// Asks before deleting; scripts fill in the name and, from the link that was followed, what deleting means.
    static func delete(_ context: PageContext) -> HTML {
        let t = context.localization
        return """
            <dialog class="dialog" id="delete-dialog" aria-labelledby="delete-title" aria-describedby="delete-warning">
            <form method="dialog">
            <h2 id="delete-title"></h2>
            <p class="dialog-name"><bdi></bdi></p>
            <p id="delete-warning"></p>
            <p class="error" role="alert" hidden></p>
            <div class="actions"><button class="button" value="cancel" autofocus>\(t("cancel"))</button>\
            <button class="button danger" type="button" data-action="confirm-delete"></button></div>
            </form>
            </dialog>
            """
    }

    /// Holds a page that asks for something, such as a new folder's name; scripts put it in.
    static func page(_ context: PageContext) -> HTML {
        #"<dialog class="dialog page-dialog" id="page-dialog" aria-label="\#(context.localization("dialog.label"))"></dialog>"#
    }

    /// The keys, and the switch that turns the single-letter ones off.
    static func help(_ context: PageContext) -> HTML {
        let t = context.localization
        let rows = keys.map { key, sentence -> HTML in
            "<div><dt>\(key.map { "<kbd>\($0)</kbd>" as HTML })</dt><dd>\(t(sentence))</dd></div>"
        }
        return """
            <dialog class="dialog" id="help-dialog" aria-labelledby="help-title">
            <form method="dialog">
            <h2 id="help-title">\(t("help.title"))</h2>
            <dl class="keys">\(rows)</dl>
            <label class="check"><input type="checkbox" id="shortcuts" checked> <span>\(t("help.switch"))</span></label>
            <div class="actions"><button class="button" value="close" autofocus>\(t("help.close"))</button></div>
            </form>
            </dialog>
            """
    }

    private static let keys: [([String], String)] = [
        (["/"], "help.search"),
        (["←", "→", "↑", "↓"], "help.move"),
        (["Home", "End"], "help.ends"),
        (["Enter"], "help.open"),
        (["X"], "help.select"),
        (["Ctrl", "A"], "help.selectAll"),
        (["Esc"], "help.back"),
        (["?"], "help.help"),
    ]
}
