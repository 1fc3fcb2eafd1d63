internal import Markup

/// Everything about one asset: preview, address, facts, the metadata form and the ways to archive and delete it.
enum DetailPanel {
    static func html(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let files = scope.context.staticFiles
        return """
            <aside class="drawer" id="details" aria-labelledby="details-title" data-id="\(asset.card.id)">
            <header class="drawer-head">
            <h2 id="details-title" tabindex="-1"><bdi>\(asset.card.name)</bdi></h2>
            <a class="button quiet icon-only" href="\(url: scope.query.address(in: scope.organization))" data-action="close" \
            aria-label="\(t("details.close"))">\(Icon.close.html(files))</a>
            </header>
            <div class="drawer-body">
            \(Preview.html(asset, scope.context))
            \(publicAddress(asset, scope.context))
            \(Facts.html(asset, scope))
            \(UsageSection.html(asset, scope))
            \(RenameBreaks.html(asset, scope))
            \(scope.permissions.canEdit ? MetadataForm.html(asset, scope) : nil)
            \(scope.permissions.canEdit ? ThumbnailForm.html(asset, scope) : nil)
            \(scope.permissions.canUpload && scope.permissions.canEdit && asset.card.link == nil ? ReplaceForm.html(asset, scope) : nil)
            \(actions(asset, scope))
            </div>
            </aside>
            """
    }

    private static func publicAddress(_ asset: AssetDetailModel, _ context: PageContext) -> HTML {
        let t = context.localization
        let address = asset.card.publicURL
        let hint = #"<p class="hint" id="public-url-hint">\#(t("asset.privateURL"))</p>"# as HTML
        return """
            <div class="field public-url">
            <label for="public-url">\(asset.card.link == nil ? t("asset.publicURL") : t("asset.leadsTo"))</label>
            <div class="joined"><input id="public-url" readonly value="\(address)" dir="ltr"\
            \(attribute: "aria-describedby", asset.privateURL != nil ? "public-url-hint" : nil)>
            <button class="button icon-only" type="button" data-action="copy" data-copy="\(address)" \
            aria-label="\(t("asset.copy"))" title="\(t("asset.copy"))">\(Icon.copy.html(context.staticFiles))</button>
            <a class="button icon-only" href="\(url: asset.privateURL ?? address)" target="_blank" rel="noopener noreferrer" \
            aria-label="\(t("asset.open"))" title="\(t("asset.open"))">\(Icon.open.html(context.staticFiles))</a></div>
            \(asset.privateURL != nil ? hint : nil)
            </div>
            """
    }

    private static func actions(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML? {
        guard scope.permissions.canEdit || scope.permissions.canDelete else { return nil }
        return """
            <div class="drawer-danger">\(scope.permissions.canEdit ? archiveForm(asset, scope) : nil)\
            \(scope.permissions.canDelete ? deleteLink(asset, scope) : nil)</div>
            """
    }

    private static func archiveForm(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let step = asset.isArchived ? "restore" : "archive"
        let address = scope.query.formAddress(asset.card.id, in: scope.organization, action: "/\(step)")
        let icon = asset.isArchived ? Icon.restore : Icon.shelf
        return """
            <form method="post" action="\(url: address)">\(csrfField(scope.context))<button class="button" type="submit">\
            \(icon.html(scope.context.staticFiles))<span>\(asset.isArchived ? t("asset.restore") : t("asset.archive"))</span></button></form>
            """
    }

    private static func deleteLink(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let address = scope.query.formAddress(asset.card.id, in: scope.organization, action: "/delete")
        return """
            <a class="button danger" href="\(url: address)" data-action="\(asset.card.useCount > 0 ? "dialog" : "delete")" data-name="\(asset.card.name)" \
            data-question="\(asset.deletion.question(t))" data-warning="\(asset.deletion.warning(t))" \
            data-confirm="\(asset.deletion.confirmation(t))" data-notice="\(asset.deletion.noticeCode)">\
            \(Icon.trash.html(scope.context.staticFiles))<span>\(t("delete.button"))</span></a>
            """
    }
}
