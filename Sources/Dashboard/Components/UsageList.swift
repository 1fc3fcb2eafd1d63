internal import Markup

/// Places that use an asset, each with its way there, and a way to take the asset off where somebody attached it (M37, M38).
struct UsageList {
    let uses: UsageListModel
    let context: PageContext
    /// Where a usage's form goes to.
    let detachAddress: (UsageModel) -> String
    /// Sent with the form.
    var fields: [(name: String, value: String)] = []

    func html() -> HTML { #"<ul class="usages">\#(uses.items.map(row))</ul>"# }

    private func row(_ usage: UsageModel) -> HTML {
        let t = context.localization
        let origin = usage.isDeclared ? t("usage.origin.declared") : t("usage.origin.extracted")
        return """
            <li><div><p class="usage-place">\(place(usage))</p>
            <p class="hint">\(PlaceLink.type(usage.targetType, t)) · <code dir="ltr">\(usage.slotKey ?? usage.slotType)</code> · \(origin)</p></div>
            \(usage.isDeclared && usage.canDetach ? detach(usage) : nil)</li>
            """
    }

    private func place(_ usage: UsageModel) -> HTML {
        PlaceLink(name: usage.name, address: usage.address, isElsewhere: usage.isElsewhere).html()
    }

    private func detach(_ usage: UsageModel) -> HTML {
        """
        <form method="post" action="\(url: detachAddress(usage))">\(csrfField(context))\(AskingPage.hidden(fields))\
        <button class="button small" type="submit">\(context.localization("usage.detach"))\
        <span class="visually-hidden"> <bdi>\(usage.name)</bdi></span></button></form>
        """
    }
}

extension UsageModel {
    /// What people know it by.
    fileprivate var name: String { title ?? targetID }
}
