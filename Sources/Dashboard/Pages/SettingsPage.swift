package import Markup

/// What administrators set about their organization.
package enum SettingsPage {
    /// The whole page.
    package static func html(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let settings = model.settings
        let content: HTML = """
            \(settings.isConflict ? Notice.problem(t("settings.conflict"), model.context) : nil)
            \(NameForm.html(model))
            \(LogoForm.html(model))
            \(RulesForm.html(model))
            \(LimitsForm.html(model))
            \(OriginsForm.html(model))
            \(settings.canDelete ? DangerZone.html(model) : nil)
            """
        return OrganizationPage.html(
            model.sidebar, title: t("settings.title"), tabs: SettingsTab.general.html(model.sidebar),
            noticeCode: model.noticeCode, content: content)
    }
}
