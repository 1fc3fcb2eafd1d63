package import Markup

/// Who somebody is here: their organizations, their password, their ways out.
package enum ProfilePage {
    /// The whole page.
    package static func html(_ model: ProfilePageModel) -> HTML {
        let t = model.context.localization
        let body: HTML = """
            <a class="skip-link" href="#content">\(t("page.skip"))</a>
            \(TopBar.html(model.context, homePath: "/"))
            <main class="main settings" id="content" tabindex="-1">
            <h1>\(t("profile.title"))</h1>
            \(model.problem.map { Notice.problem($0, model.context) })
            \(Notice.done(model.noticeCode, model.context))
            \(account(model))
            \(password(model))
            \(signOutEverywhere(model))
            \(deletion(model))
            </main>
            """
        return Document.html(model.context, title: t("profile.title"), files: .settings, body: body)
    }

    private static func account(_ model: ProfilePageModel) -> HTML {
        let t = model.context.localization
        let places = model.places.map { place -> HTML in
            """
            <li><a href="\(url: place.organization.libraryPath)"><bdi>\(place.organization.name)</bdi></a> \
            <span class="hint">\(t("profile.role.\(place.role ?? "none")"))</span></li>
            """
        }
        return """
            <section class="setting" aria-labelledby="account-title">
            <h2 id="account-title">\(t("profile.account"))</h2>
            <p><bdi>\(model.context.userEmail ?? "")</bdi></p>
            \(model.isSuperadmin ? "<p class=\"hint\">\(t("profile.superadmin"))</p>" as HTML : nil)
            <h3>\(t("sidebar.organizations"))</h3>
            \(places.isEmpty ? "<p class=\"hint\">\(t("profile.noOrganization"))</p>" as HTML : "<ul>\(places)</ul>")
            </section>
            """
    }

    private static func password(_ model: ProfilePageModel) -> HTML {
        let t = model.context.localization
        let hint = t("profile.password.hint", ["count": "\(model.minimumPasswordLength)"])
        let current = passwordField("currentPassword", t("profile.password.current"), "current-password", model)
        let new = passwordField("newPassword", t("profile.password.new"), "new-password", model, hint: hint)
        return """
            <section class="setting" aria-labelledby="password-title">
            <h2 id="password-title">\(t("profile.password"))</h2>
            <form class="setting-form" method="post" action="/profile/password">\(csrfField(model.context))
            \(current)
            \(new)
            <div class="actions"><button class="button primary" type="submit">\(t("profile.password.change"))</button></div>
            </form>
            </section>
            """
    }

    private static func signOutEverywhere(_ model: ProfilePageModel) -> HTML {
        let t = model.context.localization
        return """
            <section class="setting" aria-labelledby="sessions-title">
            <h2 id="sessions-title">\(t("profile.sessions"))</h2>
            <p class="hint">\(t("profile.sessions.about"))</p>
            <form method="post" action="/profile/sign-out-everywhere">\(csrfField(model.context))
            <div class="actions"><button class="button" type="submit">\(t("profile.sessions.end"))</button></div>
            </form>
            </section>
            """
    }

    private static func deletion(_ model: ProfilePageModel) -> HTML {
        let t = model.context.localization
        return """
            <section class="setting" aria-labelledby="delete-account-title">
            <h2 id="delete-account-title">\(t("profile.delete"))</h2>
            <p class="hint">\(t("profile.delete.about"))</p>
            <form class="setting-form" method="post" action="/profile/delete">\(csrfField(model.context))
            \(passwordField("password", t("login.password"), "current-password", model))
            <div class="actions"><button class="button danger" type="submit">\(t("profile.delete.confirm"))</button></div>
            </form>
            </section>
            """
    }

    private static func passwordField(
        _ name: String, _ label: String, _ autocomplete: String, _ model: ProfilePageModel, hint: String? = nil
    ) -> HTML {
        Field(
            name: name, label: label, value: "", hint: hint, error: model.error(of: name),
            attributes: #" type="password" autocomplete="\#(autocomplete)" required"#
        ).html(prefix: "profile")
    }
}
