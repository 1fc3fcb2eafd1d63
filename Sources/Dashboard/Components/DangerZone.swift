internal import Markup

/// Deleting the organization, confirmed by typing its slug.
enum DangerZone {
    static func html(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let slug = model.organization.slug
        let confirmation = Field(
            name: "slug", label: t("danger.confirm", ["slug": slug]), value: "",
            error: model.settings.isDeletionUnconfirmed ? t("danger.mismatch", ["slug": slug]) : nil,
            attributes: #" required autocomplete="off" autocapitalize="none" spellcheck="false""#)
        return """
            <section class="setting danger-zone" aria-labelledby="danger-title">
            <h2 id="danger-title">\(t("danger.title"))</h2>
            <p>\(t("danger.about"))</p>
            <form class="setting-form" method="post" action="\(url: model.organization.settingsPath + "/delete")">\
            \(csrfField(model.context))
            \(confirmation.html(prefix: "danger"))
            <div class="actions"><button class="button danger" type="submit">\(t("danger.delete"))</button></div>
            </form>
            </section>
            """
    }
}
