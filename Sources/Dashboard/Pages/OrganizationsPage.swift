package import Markup

/// The organizations a person may open; superadmins create more here.
package enum OrganizationsPage {
    /// The whole page.
    package static func html(_ model: OrganizationsPageModel) -> HTML {
        let t = model.context.localization
        let body: HTML = """
            <a class="skip-link" href="#content">\(t("page.skip"))</a>
            \(TopBar.html(model.context, homePath: "/"))
            <main class="main settings" id="content" tabindex="-1">
            <h1>\(t("organizations.title"))</h1>
            \(Notice.done(model.noticeCode, model.context))
            \(model.places.isEmpty ? nothing(model) : list(model))
            \(model.form.map { form($0, model) })
            \(model.form == nil ? nil : #"<p><a href="/detached-assets">\#(t("detached.title"))</a></p>"# as HTML)
            </main>
            """
        return Document.html(model.context, title: t("organizations.title"), files: .settings, body: body)
    }

    private static func nothing(_ model: OrganizationsPageModel) -> HTML {
        let t = model.context.localization
        return """
            <section class="setting">
            <p>\(t(model.form == nil ? "organizations.none" : "organizations.noneYet"))</p>
            \(model.form == nil ? "<p class=\"hint\">\(t("organizations.none.hint", ["email": model.context.userEmail ?? ""]))</p>" as HTML : nil)
            </section>
            """
    }

    private static func list(_ model: OrganizationsPageModel) -> HTML {
        #"<section class="people"><ul>\#(model.places.map { row($0, model) })</ul></section>"#
    }

    private static func row(_ place: OrganizationsPageModel.Place, _ model: OrganizationsPageModel) -> HTML {
        let (organization, t) = (place.organization, model.context.localization)
        let leaving = Confirmation.leaving(organization, id: "leave-\(organization.slug)", t)
        return """
            <li>
            <a class="who place-link" href="\(url: organization.libraryPath)">\(OrganizationMark.html(organization))\
            <bdi>\(organization.name)</bdi></a>
            <div class="fixed-role">\(place.role?.words(t) ?? t("role.none"))<p class="hint">\(t("plan.\(place.plan)"))</p></div>
            \(place.role == nil ? nil : leaving.html(model.context))
            \(place.error.map { #"<p class="error" role="alert">\#($0)</p>"# as HTML })
            </li>
            """
    }

    private static func form(_ form: OrganizationsPageModel.Form, _ model: OrganizationsPageModel) -> HTML {
        let t = model.context.localization
        let name = Field(
            name: "name", label: t("organizations.name"), value: form.name, error: form.errors.message("name", t), maxLength: 200,
            attributes: #" required autocomplete="off""#)
        let slug = Field(
            name: "slug", label: t("organizations.slug"), value: form.slug, hint: t("organizations.slug.hint"),
            error: form.errors.message("slug", t), maxLength: 63,
            attributes: #" required autocomplete="off" autocapitalize="none" spellcheck="false""#)
        let plan = Choice(
            name: "plan", label: t("organizations.plan"), options: model.plans.map { ($0, t("plan.\($0)")) }, chosen: form.plan)
        let profile = Choice(
            name: "profile", label: t("organizations.profile"),
            options: model.profiles.map { ($0, t("organizations.profile.\($0)")) },
            chosen: form.profile)
        return """
            <section class="setting" aria-labelledby="create-title">
            <h2 id="create-title">\(t("organizations.create"))</h2>
            <form class="setting-form" method="post" action="/organizations">\(csrfField(model.context))
            \(name.html(prefix: "organization"))
            \(slug.html(prefix: "organization"))
            \(plan.html(prefix: "organization"))
            \(profile.html(prefix: "organization"))
            <div class="actions"><button class="button primary" type="submit">\(t("organizations.create.confirm"))</button></div>
            </form>
            </section>
            """
    }
}
