internal import Markup

/// Organizations, the way to the settings, and storage: a column on wide screens, a sheet behind the menu button on phones.
enum Sidebar {
    static func html(_ model: SidebarModel) -> HTML {
        let t = model.context.localization
        return """
            <aside class="sidebar" id="sidebar" popover aria-label="\(t("sidebar.label"))">
            \(organizations(model))
            \(model.canAdminister ? settings(model) : nil)
            \(storage(model.storage, model.context))
            </aside>
            """
    }

    private static func organizations(_ model: SidebarModel) -> HTML {
        let t = model.context.localization
        let links = model.organizations.map { organization -> HTML in
            let current = organization.slug == model.organization.slug ? (model.isSettings ? "true" : "page") : nil
            return """
                <li><a href="\(url: organization.libraryPath)"\(attribute: "aria-current", current)>\
                \(OrganizationMark.html(organization))<bdi class="clip">\(organization.name)</bdi></a></li>
                """
        }
        return """
            <nav class="organizations" aria-labelledby="organizations-title">
            <h2 id="organizations-title">\(t("sidebar.organizations"))</h2>
            <ul>\(links)</ul>
            </nav>
            """
    }

    private static func settings(_ model: SidebarModel) -> HTML {
        let t = model.context.localization
        return """
            <nav class="settings-link" aria-label="\(t("settings.title"))">
            <a href="\(url: model.organization.settingsPath)"\(attribute: "aria-current", model.isSettings ? "page" : nil)>\
            \(Icon.settings.html(model.context.staticFiles))<span>\(t("settings.title"))</span></a>
            </nav>
            """
    }

    /// The storage summary; also part of the grid fragment, so that it follows uploads.
    static func storage(_ storage: StorageModel, _ context: PageContext) -> HTML {
        let t = context.localization
        let sizes = t(
            "storage.used", ["used": byteCount(storage.usedBytes, t), "limit": byteCount(storage.limitBytes, t)])
        let limit = max(storage.limitBytes, 1)
        return """
            <section class="storage" id="storage" aria-labelledby="storage-title">
            <h2 id="storage-title">\(t("storage.title"))</h2>
            <meter min="0" max="\(limit)" high="\(limit / 10 * 9)" value="\(min(storage.usedBytes, limit))" \
            aria-labelledby="storage-title">\(sizes)</meter>
            <p>\(sizes)</p>
            </section>
            """
    }
}
