internal import Markup

/// The invitations that are open, the form for another, and the link of the one made just now.
enum InvitationList {
    static func html(_ model: MembersPageModel) -> HTML {
        let t = model.context.localization
        if model.invitations.isEmpty { return form(model) }
        return """
            <section class="people" aria-labelledby="invitations-title">
            <h2 id="invitations-title">\(t("invitations.title"))</h2>
            <ul>\(model.invitations.map { row($0, model) })</ul>
            </section>
            \(form(model))
            """
    }

    /// Shown once: what is stored of it could not make it again.
    static func link(_ link: MembersPageModel.Link, _ context: PageContext) -> HTML {
        let t = context.localization
        return """
            <section class="setting" aria-labelledby="link-title">
            <h2 id="link-title">\(t("invitations.link"))</h2>
            <p class="notice success" role="status">\(Icon.check.html(context.staticFiles))\
            <span>\(t("invitations.link.once", ["email": link.email]))</span></p>
            <div class="field"><label for="invitation-link">\(t("invitations.link.address"))</label>
            <input id="invitation-link" readonly autofocus value="\(link.address)" dir="ltr" spellcheck="false" autocomplete="off"></div>
            </section>
            """
    }

    private static func row(_ invitation: MembersPageModel.Invitation, _ model: MembersPageModel) -> HTML {
        let t = model.context.localization
        let action = "\(model.organization.settingsPath)/invitations/\(invitation.id)/revoke"
        let revoke: HTML = """
            <form method="post" action="\(url: action)">\(csrfField(model.context))\
            <button class="button" type="submit">\(t("invitations.revoke"))\
            <span class="visually-hidden"> <bdi>\(invitation.email)</bdi></span></button></form>
            """
        return """
            <li>
            <div class="who"><bdi>\(invitation.email)</bdi>
            <p class="hint">\(t("invitations.until")) \(timeElement(invitation.expiresAt, model.context))</p></div>
            <div class="fixed-role">\(invitation.role.words(t))</div>
            \(invitation.canRevoke ? revoke : nil)
            </li>
            """
    }

    private static func form(_ model: MembersPageModel) -> HTML {
        let t = model.context.localization
        let form = model.form
        let email = Field(
            name: "email", label: t("invitations.email"), value: form.email, error: form.errors.message("email", t),
            maxLength: 254, attributes: #" type="email" required autocomplete="off""#)
        let role = Choice(
            name: "role", label: t("invitations.role"), options: model.roles.map { ($0.rawValue, $0.words(t)) },
            chosen: form.role.rawValue, error: form.errors.message("role", t))
        let days = Field(
            name: "expiresInDays", label: t("invitations.days"), value: form.days, hint: t("invitations.days.hint"),
            error: form.errors.message("expiresInDays", t), attributes: #" type="number" min="1" max="30" required"#)
        return """
            <section class="setting" aria-labelledby="invite-title">
            <h2 id="invite-title">\(t("invitations.invite"))</h2>
            <p class="hint">\(t("invitations.about"))</p>
            <form class="setting-form" method="post" action="\(url: model.organization.settingsPath)/invitations">\(csrfField(model.context))
            \(email.html(prefix: "invite"))
            \(role.html(prefix: "invite"))
            \(days.html(prefix: "invite"))
            <div class="actions"><button class="button primary" type="submit">\(t("invitations.make"))</button></div>
            </form>
            </section>
            """
    }
}
