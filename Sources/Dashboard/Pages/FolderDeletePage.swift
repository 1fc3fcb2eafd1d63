package import Markup

/// Asks before a folder is deleted, and what becomes of what lies in it (M30); works without scripts.
package enum FolderDeletePage {
    /// The whole page.
    package static func html(_ model: FolderDeletePageModel) -> HTML {
        let scope = model.scope
        let t = scope.context.localization
        let address = scope.query.folderAddress(model.folder.id, in: scope.organization, action: "/delete")
        return AskingPage.html(
            scope, title: t("folder.delete.title"), problem: model.problem,
            content: """
                <form method="post" action="\(url: address)">\(csrfField(scope.context))\(AskingPage.hidden([("etag", model.etag)]))
                <p class="dialog-name"><bdi>\(model.folder.name)</bdi></p>
                \(model.isEmpty ? empty(t) : fates(model))
                \(AskingPage.actions(scope, t("folder.delete.confirm"), .danger))
                </form>
                """)
    }

    private static func empty(_ t: Localization) -> HTML {
        """
        \(AskingPage.hidden([("contents", "refuse")]))
        <p>\(t("folder.delete.empty"))</p>
        """
    }

    private static func fates(_ model: FolderDeletePageModel) -> HTML {
        let t = model.scope.context.localization
        return """
            <p>\(t("folder.delete.holds", ["folders": folders(model, t), "files": files(model, t)]))</p>
            <fieldset class="fates"><legend>\(t("folder.delete.contents"))</legend>
            <label class="check"><input type="radio" name="contents" value="move-up"\(flag: "checked", model.used.isEmpty) autofocus> <span>\(t("folder.delete.moveUp"))</span></label>
            <label class="check"><input type="radio" name="contents" value="delete"\(flag: "checked", !model.used.isEmpty)> <span>\(t("folder.delete.all"))</span></label>
            </fieldset>
            \(model.used.isEmpty ? nil : force(model, t))
            <p class="hint">\(model.deletion.warningOfMany(t))</p>
            """
    }

    /// After a refusal: which files it is about, and the way to delete them all the same.
    private static func force(_ model: FolderDeletePageModel, _ t: Localization) -> HTML {
        let rows = model.used.map { name, count in
            #"<li><bdi>\#(name)</bdi> <span class="hint">\#(t("usage.count", count: count))</span></li>"# as HTML
        }
        return """
            <ul class="doomed">\(rows)</ul>
            <label class="check"><input type="checkbox" name="force" value="yes"> <span>\(t("delete.inUse.force"))</span></label>
            """
    }

    private static func folders(_ model: FolderDeletePageModel, _ t: Localization) -> String {
        t("folder.delete.folders", count: model.folderCount)
    }

    private static func files(_ model: FolderDeletePageModel, _ t: Localization) -> String {
        model.assetCount.map { t("folder.delete.files", count: $0) } ?? t("library.manyItems")
    }
}
