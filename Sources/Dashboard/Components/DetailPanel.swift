internal import Markup

/// Everything about one asset: preview, address, facts, the metadata form and the way to delete it.
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
            \(publicAddress(asset.card, scope.context))
            \(Facts.html(asset, scope.context))
            \(scope.permissions.canEdit ? MetadataForm.html(asset, scope) : nil)
            \(scope.permissions.canUpload && scope.permissions.canEdit ? ReplaceForm.html(asset, scope) : nil)
            \(scope.permissions.canDelete ? deleteLink(asset.card, scope) : nil)
            </div>
            </aside>
            """
    }

    private static func publicAddress(_ card: AssetCardModel, _ context: PageContext) -> HTML {
        let t = context.localization
        return """
            <div class="field public-url">
            <label for="public-url">\(t("asset.publicURL"))</label>
            <div class="joined"><input id="public-url" readonly value="\(card.publicURL)" dir="ltr">
            <button class="button icon-only" type="button" data-action="copy" data-copy="\(card.publicURL)" \
            aria-label="\(t("asset.copy"))" title="\(t("asset.copy"))">\(Icon.copy.html(context.staticFiles))</button>
            <a class="button icon-only" href="\(url: card.publicURL)" target="_blank" rel="noopener" \
            aria-label="\(t("asset.open"))" title="\(t("asset.open"))">\(Icon.open.html(context.staticFiles))</a></div>
            </div>
            """
    }

    private static func deleteLink(_ card: AssetCardModel, _ scope: LibraryScopeModel) -> HTML {
        let address = scope.query.formAddress(card.id, in: scope.organization, action: "/delete")
        return """
            <p class="drawer-danger"><a class="button danger" href="\(url: address)" data-action="delete" data-name="\(card.name)">\
            \(Icon.trash.html(scope.context.staticFiles))<span>\(scope.context.localization("delete.button"))</span></a></p>
            """
    }
}
