internal import Markup

/// Who is in the organization, each with what whoever looks may change about them.
enum MemberList {
    static func html(_ model: MembersPageModel) -> HTML {
        let t = model.context.localization
        return """
            <section class="people" aria-labelledby="members-title">
            <h2 id="members-title">\(t("members.count", count: model.members.count))</h2>
            <ul>\(model.members.map { row($0, model) })</ul>
            </section>
            """
    }

    private static func row(_ member: MembersPageModel.Member, _ model: MembersPageModel) -> HTML {
        let t = model.context.localization
        return """
            <li>
            <div class="who"><bdi>\(member.email)</bdi>\(member.isSelf ? " <span class=\"hint\">\(t("members.you"))</span>" as HTML : nil)
            <p class="hint">\(t("members.joined")) \(timeElement(member.joinedAt, model.context))</p></div>
            \(member.choices.isEmpty ? fixedRole(member, t) : roleForm(member, model))
            \(member.choices.isEmpty ? nil : removal(member, model))
            </li>
            """
    }

    private static func fixedRole(_ member: MembersPageModel.Member, _ t: Localization) -> HTML {
        let reason = member.isLastOwner ? #"<p class="hint">\#(t("members.lastOwner"))</p>"# as HTML : nil
        return #"<div class="fixed-role">\#(member.role.words(t))\#(reason)</div>"#
    }

    private static func roleForm(_ member: MembersPageModel.Member, _ model: MembersPageModel) -> HTML {
        let t = model.context.localization
        let choice = Choice(
            name: "role", label: t("members.roleOf", ["email": member.email]),
            options: member.choices.map { ($0.rawValue, $0.words(t)) }, chosen: member.role.rawValue,
            error: (member.error.map { [$0] } ?? []).message("role", t), hasHiddenLabel: true)
        return """
            <form class="role-form" method="post" action="\(url: "\(model.organization.membersPath)/\(member.id)")">\
            \(csrfField(model.context))
            \(choice.html(prefix: "member-\(member.id)"))
            <button class="button" type="submit">\(t("members.save"))<span class="visually-hidden"> <bdi>\(member.email)</bdi></span></button>
            </form>
            """
    }

    private static func removal(_ member: MembersPageModel.Member, _ model: MembersPageModel) -> HTML {
        let t = model.context.localization
        if member.isSelf { return Confirmation.leaving(model.organization, id: "leave", t).html(model.context) }
        return Confirmation(
            id: "remove-\(member.id)", button: t("members.remove"), about: member.email,
            question: t("members.remove.question", ["email": member.email]), consequence: t("members.remove.consequence"),
            confirm: t("members.remove.confirm"), action: "\(model.organization.membersPath)/\(member.id)/remove"
        ).html(model.context)
    }
}

extension Confirmation {
    /// Leaving an organization, which everybody may who is not its last owner.
    static func leaving(_ organization: OrganizationModel, id: String, _ t: Localization) -> Confirmation {
        Confirmation(
            id: id, button: t("organizations.leave"), about: organization.name,
            question: t("organizations.leave.question", ["organization": organization.name]),
            consequence: t("organizations.leave.consequence"), confirm: t("organizations.leave.confirm"),
            action: "/organizations/leave", fields: [("slug", organization.slug)])
    }
}
