/// An organization's settings as its page shows and changes them.
package struct OrganizationSettingsModel: Sendable {
    package var name: SettingModel
    package var profile: SettingModel
    /// The single rules, each in place of the profile's.
    package var rules: [SettingModel]
    package var plan: SettingModel
    /// The single limits, each in place of the plan's.
    package var limits: [SettingModel]
    /// Other sites whose pages may use the API, one a line.
    package var allowedOrigins: SettingModel
    package var usedBytes: Int64
    /// What the person may change; the server decides what is allowed.
    package var canChangeRules: Bool
    package var canChangeLimits: Bool
    package var canDelete: Bool
    /// The state the person sees, sent back as `etag`.
    package var etag: String
    /// Somebody else saved first: what was typed is kept and `etag` is the newest state's.
    package var isConflict = false
    /// The organization was not deleted, as something else than its slug was typed.
    package var isDeletionUnconfirmed = false

    package init(
        name: SettingModel, profile: SettingModel, rules: [SettingModel], plan: SettingModel, limits: [SettingModel],
        allowedOrigins: SettingModel = SettingModel(field: "allowedOrigins", value: ""), usedBytes: Int64, canChangeRules: Bool,
        canChangeLimits: Bool, canDelete: Bool, etag: String
    ) {
        self.name = name
        self.profile = profile
        self.rules = rules
        self.plan = plan
        self.limits = limits
        self.allowedOrigins = allowedOrigins
        self.usedBytes = usedBytes
        self.canChangeRules = canChangeRules
        self.canChangeLimits = canChangeLimits
        self.canDelete = canDelete
        self.etag = etag
    }
}

/// One setting: its control's value, and what holds while that is empty.
package struct SettingModel: Sendable {
    /// The name of its form field: `name`, `trashDays`.
    package var field: String
    /// What the control shows: the organization's own value, or what was typed; empty follows `inherited`.
    package var value: String
    /// What the profile or the plan says, as the control would write it.
    package var inherited: String
    /// Every value there is, for a list to choose from; nil for text.
    package var choices: [String]?
    /// Whether `value` is the organization's own.
    package var isOwn: Bool
    /// Why it was refused, in the server's words.
    package var error: String?

    package init(
        field: String, value: String, inherited: String = "", choices: [String]? = nil, isOwn: Bool = false, error: String? = nil
    ) {
        self.field = field
        self.value = value
        self.inherited = inherited
        self.choices = choices
        self.isOwn = isOwn
        self.error = error
    }
}
