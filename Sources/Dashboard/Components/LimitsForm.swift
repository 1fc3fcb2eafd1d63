internal import Markup

/// How much the organization may store: for everybody to read, for superadmins to set.
enum LimitsForm {
    static func html(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let settings = model.settings
        return """
            <section class="setting" aria-labelledby="limits-title">
            <h2 id="limits-title">\(t("limits.title"))</h2>
            <p class="hint">\(t(settings.canChangeLimits ? "limits.aboutSuperadmin" : "limits.about"))</p>
            \(settings.canChangeLimits ? form(model) : facts(settings, t))
            </section>
            """
    }

    private static func facts(_ settings: OrganizationSettingsModel, _ t: Localization) -> HTML {
        let rows = settings.limits.map { limit -> HTML in
            "<div><dt>\(t("limits.\(limit.field)"))</dt><dd>\(limit.isOwn ? limit.value : limit.inherited)</dd></div>"
        }
        return """
            <dl class="facts"><div><dt>\(t("limits.plan"))</dt><dd>\(t("plan.\(settings.plan.value)"))</dd></div>\(rows)\
            <div><dt>\(t("limits.used"))</dt><dd>\(byteCount(settings.usedBytes, t))</dd></div></dl>
            """
    }

    private static func form(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let settings = model.settings
        let plan = Choice(
            name: "plan", label: t("limits.plan"), options: (settings.plan.choices ?? []).map { ($0, t("plan.\($0)")) },
            chosen: settings.plan.value, error: settings.plan.error)
        let limits = settings.limits.map { limit in
            Field(
                name: limit.field, label: t("limits.\(limit.field)"), value: limit.value, hint: t("limits.hint"),
                error: limit.error, maxLength: 40,
                attributes: #" autocomplete="off" placeholder="\#(t("limits.usePlan", ["value": limit.inherited]))""#
            ).html(prefix: "limit")
        }
        return """
            <form class="setting-form" method="post" action="\(url: model.organization.settingsPath + "/limits")">\
            \(csrfField(model.context))<input type="hidden" name="etag" value="\(settings.etag)">
            \(plan.html(prefix: "limit"))
            \(limits)
            <p class="hint">\(t("limits.usedNow", ["used": byteCount(settings.usedBytes, t)]))</p>
            <div class="actions"><button class="button primary" type="submit">\(t("limits.save"))</button></div>
            </form>
            """
    }
}
