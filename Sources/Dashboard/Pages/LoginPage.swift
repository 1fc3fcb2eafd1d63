package import Markup

/// The sign-in page.
package enum LoginPage {
    /// The whole page.
    package static func html(_ model: LoginPageModel) -> HTML {
        let t = model.context.localization
        let body: HTML = """
            <main class="narrow">
            <p class="brand">\(Icon.vitrine.html(model.context.staticFiles))<span>\(t("product"))</span></p>
            <h1>\(t("login.title"))</h1>
            \(model.problem.map { Notice.problem(t("login.problem.\($0.rawValue)"), model.context) })
            \(form(model))
            </main>
            """
        return Document.html(model.context, title: t("login.title"), files: .plain, body: body)
    }

    private static func form(_ model: LoginPageModel) -> HTML {
        let t = model.context.localization
        let focusPassword = !model.email.isEmpty
        return """
            <form method="post" action="/login">
            \(csrfField(model.context))\(model.next.map { #"<input type="hidden" name="next" value="\#($0)">"# as HTML })
            <div class="field"><label for="email">\(t("login.email"))</label>
            <input id="email" type="email" name="email" value="\(model.email)" autocomplete="username" \
            required\(flag: "autofocus", !focusPassword)></div>
            <div class="field"><label for="password">\(t("login.password"))</label>
            <input id="password" type="password" name="password" autocomplete="current-password" \
            required\(flag: "autofocus", focusPassword)></div>
            <button class="button primary wide" type="submit">\(t("login.submit"))</button>
            </form>
            """
    }
}
