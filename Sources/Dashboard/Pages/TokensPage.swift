package import Markup

/// An organization's API tokens: made, listed, revoked.
package enum TokensPage {
    /// The whole page.
    package static func html(_ model: TokensPageModel) -> HTML {
        OrganizationPage.html(
            model.sidebar, title: model.context.localization("tokens.title"), tabs: SettingsTab.tokens.html(model.sidebar),
            noticeCode: model.noticeCode,
            content: """
                \(model.secret.map { secret($0, model.context) })
                \(TokenForm.html(model))
                \(list(model))
                """)
    }

    private static func secret(_ secret: String, _ context: PageContext) -> HTML {
        let t = context.localization
        return """
            <section class="setting" aria-labelledby="secret-title">
            <h2 id="secret-title">\(t("tokens.made"))</h2>
            <p class="notice success" role="status">\(Icon.check.html(context.staticFiles))<span>\(t("tokens.copyNow"))</span></p>
            <div class="field"><label for="token-secret">\(t("tokens.secret"))</label>
            <input id="token-secret" readonly autofocus value="\(secret)" dir="ltr" spellcheck="false" autocomplete="off"></div>
            </section>
            """
    }

    private static func list(_ model: TokensPageModel) -> HTML {
        let t = model.context.localization
        if model.tokens.isEmpty { return #"<p class="hint">\#(t("tokens.none"))</p>"# }
        let heads = [
            t("tokens.name"), t("tokens.scope"), t("tokens.by"), t("tokens.column.made"), t("tokens.used"), t("tokens.expires"),
        ].map { #"<th scope="col">\#($0)</th>"# as HTML }
        let more = model.next.map { next -> HTML in
            #"<p><a class="button" href="\#(url: model.path + "?cursor=" + next)">\#(t("tokens.older"))</a></p>"#
        }
        return """
            <div class="table-scroll" role="region" aria-label="\(t("tokens.title"))" tabindex="0">
            <table class="table">
            <thead><tr>\(heads)<th scope="col"><span class="visually-hidden">\(t("tokens.actions"))</span></th></tr></thead>
            <tbody>\(model.tokens.map { row($0, model) })</tbody>
            </table>
            </div>
            \(more)
            """
    }

    private static func row(_ token: TokensPageModel.Token, _ model: TokensPageModel) -> HTML {
        let (context, t) = (model.context, model.context.localization)
        let name = token.name.isEmpty ? t("tokens.unnamed") : token.name
        let used = token.lastUsedAt.map { timeElement($0, context) } ?? "\(t("tokens.neverUsed"))"
        return """
            <tr><th scope="row"><bdi>\(name)</bdi></th>
            <td>\(token.scopes.joined(separator: ", "))</td>
            <td><bdi>\(token.userEmail)</bdi></td>
            <td>\(timeElement(token.createdAt, context))</td>
            <td>\(used)</td>
            <td>\(expiry(token, context))</td>
            <td class="actions"><form method="post" action="\(url: "\(model.path)/\(token.id)/revoke")">\(csrfField(context))\
            <button class="button danger small" type="submit">\(t("tokens.revoke"))\
            <span class="visually-hidden"> <bdi>\(name)</bdi></span></button></form></td></tr>
            """
    }

    private static func expiry(_ token: TokensPageModel.Token, _ context: PageContext) -> HTML {
        guard let moment = token.expiresAt else { return "\(context.localization("tokens.never"))" }
        let time = timeElement(moment, context)
        return moment <= context.now ? "\(context.localization("tokens.expired")) \(time)" : time
    }
}
