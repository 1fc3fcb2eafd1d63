internal import Markup

/// The bar at the top of every page: product, organization, help, who is signed in, the way out.
enum TopBar {
    static func html(
        _ context: PageContext, homePath: String, organization: OrganizationModel? = nil, hasSidebar: Bool = false,
        hasHelp: Bool = false
    ) -> HTML {
        let t = context.localization
        return """
            <header class="topbar">
            \(hasSidebar ? menuButton(context) : nil)
            <a class="brand" href="\(url: homePath)">\(Icon.vitrine.html(context.staticFiles))<span>\(t("product"))</span></a>
            \(organization.map { place($0, context) })
            \(context.userEmail.map { account($0, context) })
            \(hasHelp ? helpButton(context) : nil)
            \(context.userEmail == nil ? nil : signOut(context))
            </header>
            """
    }

    /// Where one is, and the way to elsewhere.
    private static func place(_ organization: OrganizationModel, _ context: PageContext) -> HTML {
        """
        <a class="place" href="/organizations" title="\(context.localization("organizations.all"))">\
        \(OrganizationMark.html(organization))<bdi class="clip">\(organization.name)</bdi>\
        <span class="visually-hidden">: \(context.localization("organizations.all"))</span></a>
        """
    }

    private static func menuButton(_ context: PageContext) -> HTML {
        """
        <button class="button quiet icon-only menu-button" type="button" popovertarget="sidebar" \
        aria-label="\(context.localization("menu.open"))">\(Icon.menu.html(context.staticFiles))</button>
        """
    }

    /// Invisible until a script can open the help.
    private static func helpButton(_ context: PageContext) -> HTML {
        let label = context.localization("help.button")
        return """
            <button class="button quiet icon-only help-button" type="button" aria-label="\(label)" title="\(label)">\
            \(Icon.help.html(context.staticFiles))</button>
            """
    }

    private static func account(_ email: String, _ context: PageContext) -> HTML {
        let t = context.localization
        return """
            <a class="account" href="/profile" title="\(email)"><span class="visually-hidden">\(t("account.signedIn"))</span> <bdi>\(email)</bdi></a>
            """
    }

    private static func signOut(_ context: PageContext) -> HTML {
        """
        <form class="sign-out" method="post" action="/logout">\(csrfField(context))
        <button class="button quiet" type="submit">\(Icon.signOut.html(context.staticFiles))\
        <span>\(context.localization("account.signOut"))</span></button>
        </form>
        """
    }
}

/// The hidden field that proves a form came from this server; it is always a form's first field.
func csrfField(_ context: PageContext) -> HTML {
    #"<input type="hidden" name="csrf" value="\#(context.csrfToken)">"#
}
