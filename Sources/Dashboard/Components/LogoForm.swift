internal import Markup

/// The organization's logo: what it looks like now, and the forms that change and remove it.
enum LogoForm {
    static func html(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        return """
            <section class="setting" aria-labelledby="logo-title">
            <h2 id="logo-title">\(t("logo.title"))</h2>
            <p class="hint">\(t("logo.about"))</p>
            \(preview(model))
            \(upload(model))
            </section>
            """
    }

    private static func preview(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        guard let logoURL = model.organization.logoURL else {
            return #"<p class="mat logo-mat"><span class="no-picture">\#(t("logo.none"))</span></p>"#
        }
        let alternative = t("logo.alternative", ["organization": model.organization.name])
        return """
            <p class="mat logo-mat"><img class="picture" src="\(url: logoURL)" alt="\(alternative)"></p>
            \(model.logoAddress.map { address($0, t) })
            """
    }

    private static func address(_ address: String, _ t: Localization) -> HTML {
        """
        <div class="field"><label for="logo-address">\(t("asset.publicURL"))</label>
        <input id="logo-address" readonly value="\(address)" dir="ltr"></div>
        """
    }

    private static func upload(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let action = model.organization.settingsPath + "/logo"
        let hasLogo = model.organization.logoURL != nil
        let error = model.logoError.map { t.phrase("error.\($0.code)") ?? $0.detail }
        return """
            <form id="logo-form" method="post" enctype="multipart/form-data" action="\(url: action)">\(csrfField(model.context))
            <div class="field">
            <label for="logo-file">\(t("logo.file"))</label>
            <input id="logo-file" type="file" name="file" required accept="image/png,image/jpeg,image/webp,image/gif,image/svg+xml" \
            aria-describedby="logo-file-hint logo-file-error"\(attribute: "aria-invalid", error.map { _ in "true" })>
            <p class="hint" id="logo-file-hint">\(t("logo.hint", ["size": byteCount(model.maximumLogoBytes, t)]))</p>
            <p class="error" id="logo-file-error"\(flag: "hidden", error == nil)>\(error)</p>
            </div>
            </form>
            \(hasLogo ? removal(model) : nil)
            <div class="actions"><button class="button primary" type="submit" form="logo-form">\
            \(t(hasLogo ? "logo.replace" : "logo.upload"))</button>
            \(hasLogo ? removeButton(t) : nil)</div>
            """
    }

    private static func removal(_ model: SettingsPageModel) -> HTML {
        let action = model.organization.settingsPath + "/logo/remove"
        return #"<form id="logo-removal" method="post" action="\#(url: action)">\#(csrfField(model.context))</form>"#
    }

    private static func removeButton(_ t: Localization) -> HTML {
        #"<button class="button danger" type="submit" form="logo-removal">\#(t("logo.remove"))</button>"#
    }
}
