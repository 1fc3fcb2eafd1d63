/// The page `/org/{slug}/settings`.
package struct SettingsPageModel: Sendable {
    package var sidebar: SidebarModel
    package var settings: OrganizationSettingsModel
    /// The logo's public address; nil when there is none.
    package var logoAddress: String?
    package var maximumLogoBytes: Int64
    /// Why a logo was not taken; shown under its field.
    package var logoError: FieldErrorModel?
    /// The `notice` parameter: looked up as `notice.<code>`, shown only when the locale has it.
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, settings: OrganizationSettingsModel, logoAddress: String? = nil, maximumLogoBytes: Int64,
        logoError: FieldErrorModel? = nil, noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.settings = settings
        self.logoAddress = logoAddress
        self.maximumLogoBytes = maximumLogoBytes
        self.logoError = logoError
        self.noticeCode = noticeCode
    }

    var context: PageContext { sidebar.context }
    var organization: OrganizationModel { sidebar.organization }
}
