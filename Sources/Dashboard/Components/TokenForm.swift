internal import Markup

/// Asks for a new API token: a name, what it may do, how long it lives.
enum TokenForm {
    static func html(_ model: TokensPageModel) -> HTML {
        let t = model.context.localization
        let form = model.form
        let name = Field(
            name: "name", label: t("tokens.name"), value: form.name, hint: t("tokens.name.hint"),
            error: form.errors.first { $0.field == "name" }?.detail, maxLength: 100, attributes: #" required autocomplete="off""#)
        return """
            <section class="setting" aria-labelledby="new-token-title">
            <h2 id="new-token-title">\(t("tokens.new"))</h2>
            <p class="hint">\(t("tokens.about"))</p>
            <form class="setting-form" method="post" action="\(url: model.path)">\(csrfField(model.context))
            \(name.html(prefix: "token"))
            \(select("scope", t("tokens.scope"), TokenScopeModel.allCases, form.scope) { t("tokens.scope.\($0.rawValue)") })
            \(select("lifetime", t("tokens.expires"), TokenLifetimeModel.allCases, form.lifetime) { t("tokens.lifetime.\($0.rawValue)") })
            <div class="actions"><button class="button primary" type="submit">\(t("tokens.make"))</button></div>
            </form>
            </section>
            """
    }

    private static func select<Choice: RawRepresentable<String> & Equatable>(
        _ name: String, _ label: String, _ choices: [Choice], _ chosen: Choice, words: (Choice) -> String
    ) -> HTML {
        let options = choices.map { choice -> HTML in
            #"<option value="\#(choice.rawValue)"\#(flag: "selected", choice == chosen)>\#(words(choice))</option>"#
        }
        return """
            <div class="field"><label for="token-\(name)">\(label)</label>
            <select id="token-\(name)" name="\(name)">\(options)</select></div>
            """
    }
}
