package import Markup

/// What administrators set about their organization.
package enum SettingsPage {
    /// The whole page.
    package static func html(_ model: SettingsPageModel) -> HTML {
        OrganizationPage.html(
            model.sidebar, title: model.context.localization("settings.title"), tabs: SettingsTab.general.html(model.sidebar),
            noticeCode: model.noticeCode, content: LogoForm.html(model))
    }
}
