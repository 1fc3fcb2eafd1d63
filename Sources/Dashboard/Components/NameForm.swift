internal import Markup

/// What people call the organization.
enum NameForm {
    static func html(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let settings = model.settings
        let name = Field(
            name: "name", label: t("settings.name"), value: settings.name.value,
            hint: t("settings.name.hint", ["slug": model.organization.slug]), error: settings.name.error, maxLength: 200,
            attributes: #" required autocomplete="off""#)
        return """
            <section class="setting" aria-labelledby="name-title">
            <h2 id="name-title">\(t("settings.organization"))</h2>
            <form class="setting-form" method="post" action="\(url: model.organization.settingsPath)">\
            \(csrfField(model.context))<input type="hidden" name="etag" value="\(settings.etag)">
            \(name.html(prefix: "organization"))
            <div class="actions"><button class="button primary" type="submit">\(t("settings.name.save"))</button></div>
            </form>
            </section>
            """
    }
}
