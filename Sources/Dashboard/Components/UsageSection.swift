internal import Markup

/// Where the asset is used, in its details (M37).
enum UsageSection {
    static func html(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let uses = asset.uses
        let title = uses.total == 0 ? t("usage.title") : t("usage.count", count: uses.total)
        return """
            <section class="usage-section" aria-labelledby="usage-title"><h3 id="usage-title">\(title)</h3>
            \(uses.total == 0 ? #"<p class="hint">\#(t("usage.none"))</p>"# : list(asset, scope))
            </section>
            """
    }

    private static func list(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let (uses, t) = (asset.uses, scope.context.localization)
        let all = scope.query.formAddress(asset.card.id, in: scope.organization, action: "/usages")
        let replace = scope.query.formAddress(asset.card.id, in: scope.organization, action: "/replace-usages")
        let list = UsageList(uses: uses, context: scope.context) { usage in
            scope.query.detachAddress(usage, of: asset.card, in: scope.organization)
        }
        return """
            \(list.html())
            \(uses.items.count < uses.total ? #"<p><a href="\#(url: all)">\#(t("usage.all"))</a></p>"# : nil)
            \(scope.permissions.canEdit ? #"<p><a class="button" href="\#(url: replace)">\#(t("replaceUsages.button", count: uses.total))</a></p>"# : nil)
            """
    }
}

extension LibraryQuery {
    /// Where the form goes that takes an asset off a place.
    func detachAddress(_ usage: UsageModel, of card: AssetCardModel, in organization: OrganizationModel) -> String {
        formAddress(card.id, in: organization, action: "/usages/\(usage.id)/detach")
    }
}
