internal import Markup

/// Organizations, folders, the ways to documents, Trash and settings, and storage: a column on wide screens, a sheet behind the menu button on phones.
enum Sidebar {
    static func html(_ model: SidebarModel) -> HTML {
        let t = model.context.localization
        return """
            <aside class="sidebar" id="sidebar" popover aria-label="\(t("sidebar.label"))">
            \(organizations(model))
            \(model.tree?.html())
            \(places(model))
            \(StorageCard.html(model.storage, model.context))
            </aside>
            """
    }

    private static func organizations(_ model: SidebarModel) -> HTML {
        let t = model.context.localization
        let links = model.organizations.map { organization -> HTML in
            let isWithin =
                model.isSettings || model.isTrash || model.isContent || model.isDocuments || model.records != nil
                || model.isReferences
                || model.tree != nil
            let current = organization.slug == model.organization.slug ? (isWithin ? "true" : "page") : nil
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

    private static func places(_ model: SidebarModel) -> HTML {
        let t = model.context.localization
        return """
            <nav class="settings-link" aria-label="\(t("sidebar.places"))">
            \(content(model))
            \(documents(model))
            \(RecordKindModel.allCases.map { records($0, model) })
            \(references(model))
            \(model.canDelete ? trash(model.organization, model.storage, isCurrent: model.isTrash, model.context) : nil)
            \(model.canAdminister ? settings(model) : nil)
            </nav>
            """
    }

    private static func content(_ model: SidebarModel) -> HTML {
        """
        <a href="\(url: model.organization.contentPath)"\(attribute: "aria-current", model.isContent ? "page" : nil)>\
        \(Icon.shelf.html(model.context.staticFiles))<span>\(model.context.localization("content.title"))</span></a>
        """
    }

    private static func documents(_ model: SidebarModel) -> HTML {
        """
        <a href="\(url: model.organization.documentsPath)"\(attribute: "aria-current", model.isDocuments ? "page" : nil)>\
        \(Icon.document.html(model.context.staticFiles))<span>\(model.context.localization("documents.title"))</span></a>
        """
    }

    private static func records(_ kind: RecordKindModel, _ model: SidebarModel) -> HTML {
        """
        <a href="\(url: kind.path(in: model.organization))"\(attribute: "aria-current", model.records == kind ? "page" : nil)>\
        \(kind.icon.html(model.context.staticFiles))<span>\(model.context.localization("records.\(kind.plural)"))</span></a>
        """
    }

    private static func references(_ model: SidebarModel) -> HTML {
        """
        <a href="\(url: model.organization.referencesPath)"\(attribute: "aria-current", model.isReferences ? "page" : nil)>\
        \(Icon.warning.html(model.context.staticFiles))<span>\(model.context.localization("references.title"))</span></a>
        """
    }

    private static func settings(_ model: SidebarModel) -> HTML {
        """
        <a href="\(url: model.organization.settingsPath)"\(attribute: "aria-current", model.isSettings ? "page" : nil)>\
        \(Icon.settings.html(model.context.staticFiles))<span>\(model.context.localization("settings.title"))</span></a>
        """
    }

    /// The way to Trash; also part of the grid fragment, so that its count follows deletes.
    static func trash(
        _ organization: OrganizationModel, _ storage: StorageModel, isCurrent: Bool = false, _ context: PageContext
    ) -> HTML {
        let t = context.localization
        let words = t("trash.items", count: storage.trashedCount)
        let count: HTML? =
            storage.trashedCount == 0
            ? nil
            : #"<span class="count" aria-hidden="true">\#(storage.trashedCount)</span><span class="visually-hidden">\#(words)</span>"#
        return """
            <a id="trash-link" href="\(url: organization.trashPath)"\(attribute: "aria-current", isCurrent ? "page" : nil)>\
            \(Icon.trash.html(context.staticFiles))<span>\(t("trash.title"))</span> \(count)</a>
            """
    }
}
