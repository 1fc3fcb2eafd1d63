internal import Markup

/// What names the file by a path it had before, and the way to have that follow (M64).
enum RenameBreaks {
    static func html(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML? {
        if asset.brokenByRename == 0 { return nil }
        let t = scope.context.localization
        let address = scope.query.formAddress(asset.card.id, in: scope.organization, action: "/rewrite-references")
        let button: HTML = """
            <form method="post" action="\(url: address)">\(csrfField(scope.context))\
            <button class="button" type="submit">\(t("renameBreaks.rewrite", count: asset.brokenByRename))</button></form>
            """
        return """
            <section class="usage-section" aria-labelledby="rename-breaks-title">
            <h3 id="rename-breaks-title">\(t("renameBreaks.title", count: asset.brokenByRename))</h3>
            <p class="hint">\(t("renameBreaks.about"))</p>
            \(UnchangedPlaces.html(asset.brokenPlaces, scope.context))
            \(scope.permissions.canEdit ? button : nil)
            </section>
            """
    }

    /// The box that has them follow at once.
    static func box(_ count: Int, isChecked: Bool, prefix: String, _ t: Localization) -> HTML? {
        if count == 0 { return nil }
        return """
            <label class="check"><input id="\(prefix)-references" type="checkbox" name="references" value="rewrite"\
            \(flag: "checked", isChecked)> <span>\(t("renameBreaks.box", count: count))</span></label>
            """
    }
}
