package import Markup

/// Who is in an organization, who is invited, and a way to invite.
package enum MembersPage {
    /// The whole page.
    package static func html(_ model: MembersPageModel) -> HTML {
        let t = model.context.localization
        return OrganizationPage.html(
            model.sidebar, title: t("members.title"), tabs: SettingsTab.members.html(model.sidebar), noticeCode: model.noticeCode,
            content: """
                \(model.problem.map { Notice.problem($0, model.context) })
                \(model.link.map { InvitationList.link($0, model.context) })
                \(MemberList.html(model))
                \(InvitationList.html(model))
                """)
    }
}

extension OrganizationModel {
    /// `/org/<slug>/settings/members`.
    package var membersPath: String { settingsPath + "/members" }
}
