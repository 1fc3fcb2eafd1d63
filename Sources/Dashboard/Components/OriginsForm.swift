internal import Markup

/// The other sites whose pages may use the organization's API.
enum OriginsForm {
    static func html(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let settings = model.settings
        let origins = Field(
            name: settings.allowedOrigins.field, label: t("origins.field"), value: settings.allowedOrigins.value,
            hint: t("origins.hint"), error: settings.allowedOrigins.error, rows: 3, maxLength: 15_000,
            attributes: #" autocomplete="off" spellcheck="false""#)
        return """
            <section class="setting" aria-labelledby="origins-title">
            <h2 id="origins-title">\(t("origins.title"))</h2>
            <p class="hint">\(t("origins.about"))</p>
            <form class="setting-form" method="post" action="\(url: model.organization.settingsPath + "/origins")">\
            \(csrfField(model.context))<input type="hidden" name="etag" value="\(settings.etag)">
            \(origins.html(prefix: "origins"))
            <div class="actions"><button class="button primary" type="submit">\(t("origins.save"))</button></div>
            </form>
            </section>
            """
    }
}
