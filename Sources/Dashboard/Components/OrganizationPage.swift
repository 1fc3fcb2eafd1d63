internal import Markup

/// The frame of an organization's pages beside the library: top bar, sidebar, and one column headed by the page's title.
enum OrganizationPage {
    /// - Parameter title: the page's own, already in words.
    static func html(
        _ sidebar: SidebarModel, title: String, tabs: HTML? = nil, noticeCode: String? = nil,
        files: PageFiles = .settings, content: HTML
    ) -> HTML {
        let context = sidebar.context
        let body: HTML = """
            <a class="skip-link" href="#content">\(context.localization("page.skip"))</a>
            \(TopBar.html(context, homePath: sidebar.organization.libraryPath, organization: sidebar.organization, hasSidebar: true))
            <div class="app">
            \(Sidebar.html(sidebar))
            <main class="main settings" id="content" tabindex="-1">
            <h1>\(title)</h1>
            \(tabs)
            \(Notice.done(noticeCode, context))
            \(content)
            </main>
            </div>
            """
        return Document.html(context, title: "\(title) · \(sidebar.organization.name)", files: files, body: body)
    }
}

/// The pages under “Settings”, in their order.
enum SettingsTab: String, CaseIterable {
    case general, members, tokens, audit

    /// The links between them, this one marked as where one is.
    func html(_ sidebar: SidebarModel) -> HTML {
        let t = sidebar.context.localization
        let links = Self.allCases.map { tab -> HTML in
            """
            <a href="\(url: tab.path(in: sidebar.organization))"\(attribute: "aria-current", tab == self ? "page" : nil)>\
            \(t("settings.tab.\(tab.rawValue)"))</a>
            """
        }
        return #"<nav class="tabs" aria-label="\#(t("settings.title"))">\#(links)</nav>"#
    }

    private func path(in organization: OrganizationModel) -> String {
        self == .general ? organization.settingsPath : "\(organization.settingsPath)/\(rawValue)"
    }
}
