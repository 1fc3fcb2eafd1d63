package import Markup

/// What administrators set about their organization.
package enum SettingsPage {
    /// The whole page.
    package static func html(_ model: SettingsPageModel) -> HTML {
        let t = model.context.localization
        let body: HTML = """
            <a class="skip-link" href="#settings">\(t("settings.skip"))</a>
            \(TopBar.html(model.context, homePath: model.organization.libraryPath, organization: model.organization, hasSidebar: true))
            <div class="app">
            \(Sidebar.html(model.sidebar))
            <main class="main settings" id="settings" tabindex="-1">
            <h1>\(t("settings.title"))</h1>
            \(Notice.done(model.noticeCode, model.context))
            \(LogoForm.html(model))
            </main>
            </div>
            """
        return Document.html(
            model.context, title: "\(t("settings.title")) · \(model.organization.name)", files: .settings, body: body)
    }
}
