package import Markup

/// Asks for a folder's name: of a new one, or another one; works without scripts.
package enum FolderFormPage {
    /// The whole page.
    package static func html(_ model: FolderFormPageModel) -> HTML {
        let scope = model.scope
        let t = scope.context.localization
        let field = Field(
            name: "name", label: t("folder.name"), value: model.name, error: model.error, maxLength: 255,
            attributes: " required autofocus")
        switch model.deed {
        case .create(let parent):
            return page(model, title: t("folder.new.title"), action: scope.query.folderAddress(nil, in: scope.organization)) {
                """
                \(AskingPage.hidden([("in", parent?.id ?? "")]))
                \(parent.map { #"<p class="hint"><bdi>\#(t("folder.new.in", ["name": $0.name]))</bdi></p>"# as HTML })
                \(field.html(prefix: "folder"))
                \(AskingPage.actions(scope, t("folder.new.confirm")))
                """
            }
        case .rename(let folder, let etag):
            let address = scope.query.folderAddress(folder.id, in: scope.organization, action: "/rename")
            return page(model, title: t("folder.rename.title"), action: address) {
                """
                \(AskingPage.hidden([("etag", etag)]))
                \(field.html(prefix: "folder"))
                \(AskingPage.actions(scope, t("folder.rename.confirm")))
                """
            }
        }
    }

    private static func page(_ model: FolderFormPageModel, title: String, action: String, _ content: () -> HTML) -> HTML {
        AskingPage.html(
            model.scope, title: title,
            content: #"<form method="post" action="\#(url: action)">\#(csrfField(model.scope.context))\#(content())</form>"#)
    }
}
