package import Markup

/// Where an invitation's link leads: what it is for, and the way in.
package enum InvitationPage {
    /// The whole page.
    package static func html(_ model: InvitationPageModel) -> HTML {
        let t = model.context.localization
        let title = t("invitation.title", ["organization": model.organization.name])
        let body: HTML = """
            <main class="narrow">
            <p class="brand">\(Icon.vitrine.html(model.context.staticFiles))<span>\(t("product"))</span></p>
            <h1>\(title)</h1>
            \(model.isStale ? Notice.problem(t("invitation.stale"), model.context) : nil)
            <p>\(t("invitation.about", ["email": model.email, "role": model.role.words(t)]))</p>
            <p class="hint">\(t("invitation.until")) \(timeElement(model.expiresAt, model.context))</p>
            \(way(model))
            </main>
            """
        return Document.html(model.context, title: title, files: .plain, body: body)
    }

    private static func way(_ model: InvitationPageModel) -> HTML {
        let t = model.context.localization
        switch model.way {
        case .newAccount(let error): return newAccount(model, error)
        case .signIn:
            return """
                <p>\(t("invitation.hasAccount"))</p>
                <a class="button primary wide" href="\(url: model.signInPath)">\(t("login.submit"))</a>
                """
        case .accept:
            return """
                <form method="post" action="\(url: model.path)">\(csrfField(model.context))
                <button class="button primary wide" type="submit">\(t("invitation.accept"))</button></form>
                """
        case .otherAccount:
            return """
                <p>\(t("invitation.otherAccount", ["email": model.context.userEmail ?? ""]))</p>
                <form method="post" action="/logout">\(csrfField(model.context))\
                <input type="hidden" name="next" value="\(model.path)">
                <button class="button wide" type="submit">\(t("account.signOut"))</button></form>
                """
        }
    }

    private static func newAccount(_ model: InvitationPageModel, _ error: String?) -> HTML {
        let t = model.context.localization
        let password = Field(
            name: "password", label: t("invitation.password"), value: "", hint: t("invitation.password.hint"), error: error,
            attributes: #" type="password" autocomplete="new-password" required autofocus"#)
        return """
            <form method="post" action="\(url: model.path)">\(csrfField(model.context))
            <div class="field"><label for="join-email">\(t("login.email"))</label>
            <input id="join-email" type="email" readonly value="\(model.email)" autocomplete="username"></div>
            \(password.html(prefix: "join"))
            <button class="button primary wide" type="submit">\(t("invitation.join"))</button>
            </form>
            """
    }
}
