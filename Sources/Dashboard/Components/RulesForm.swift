internal import Markup

/// The organization's profile and its single rules: each says what holds and where that is from, and can be set.
enum RulesForm {
    static func html(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let settings = model.settings
        let body = settings.canChangeRules ? form(model) : fixed(model)
        return """
            <section class="setting wide" aria-labelledby="rules-title">
            <h2 id="rules-title">\(t("rules.title"))</h2>
            <p class="hint">\(t("rules.about"))</p>
            \(settings.canChangeRules ? nil : "<p class=\"hint\">\(t("rules.ownersOnly"))</p>" as HTML)
            \(body)
            </section>
            """
    }

    private static func form(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let settings = model.settings
        let profiles = settings.profile.choices ?? []
        let profile = Choice(
            name: "profile", label: t("rules.profile"), options: profiles.map { ($0, t("rules.profile.\($0)")) },
            chosen: settings.profile.value, error: settings.profile.error)
        return """
            <form class="setting-form" method="post" action="\(url: model.organization.settingsPath + "/rules")">\
            \(csrfField(model.context))<input type="hidden" name="etag" value="\(settings.etag)">
            \(profile.html(prefix: "rules"))
            \(about(profiles, t))
            <ul class="rules">\(settings.rules.map { row($0, t, isFixed: false) })</ul>
            <div class="actions"><button class="button primary" type="submit">\(t("rules.save"))</button></div>
            </form>
            """
    }

    private static func fixed(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let profile = model.settings.profile.value
        return """
            <p><strong>\(t("rules.profile.\(profile)"))</strong>: \(t("rules.profile.\(profile).about"))</p>
            <ul class="rules">\(model.settings.rules.map { row($0, t, isFixed: true) })</ul>
            """
    }

    private static func about(_ profiles: [String], _ t: Localization) -> HTML {
        let items = profiles.map {
            "<li><strong>\(t("rules.profile.\($0)"))</strong>: \(t("rules.profile.\($0).about"))</li>" as HTML
        }
        return """
            <details class="about-profiles"><summary>\(t("rules.profiles.about"))</summary><ul>\(items)</ul></details>
            """
    }

    private static func row(_ rule: SettingModel, _ t: Localization, isFixed: Bool) -> HTML {
        let words = RuleWords(t: t)
        let isOwn = rule.isOwn && rule.error == nil
        let now = words.value(isOwn ? rule.value : rule.inherited, of: rule.field)
        let source = t(isOwn ? "rules.own" : "rules.fromProfile")
        if isFixed {
            return """
                <li><div class="rule-name">\(words.label(rule.field))</div>\
                <div class="rule-now"><span>\(now)</span> <span class="hint">\(source)</span></div></li>
                """
        }
        return """
            <li><div class="rule-now"><span class="hint">\(t("rules.now"))</span> <span>\(now)</span> <span class="hint">\(source)</span></div>\
            \(control(rule, words))</li>
            """
    }

    private static func control(_ rule: SettingModel, _ words: RuleWords) -> HTML {
        let t = words.t
        guard let choices = rule.choices else {
            let placeholder = words.value(rule.inherited, of: rule.field)
            return Field(
                name: rule.field, label: words.label(rule.field), value: rule.value, hint: t("rule.\(rule.field).hint"),
                error: rule.error, maxLength: 2000,
                attributes: #" autocomplete="off" placeholder="\#(t("rules.useProfile", ["value": placeholder]))""#
            ).html(prefix: "rule")
        }
        let inherited = t("rules.useProfile", ["value": words.value(rule.inherited, of: rule.field)])
        return Choice(
            name: rule.field, label: words.label(rule.field),
            options: [("", inherited)] + choices.map { ($0, words.value($0, of: rule.field)) }, chosen: rule.value,
            error: rule.error
        ).html(prefix: "rule")
    }
}
