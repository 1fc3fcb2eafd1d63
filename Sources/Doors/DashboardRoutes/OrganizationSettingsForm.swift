internal import Dashboard
internal import HTTPServer
internal import Library

/// The forms of the settings page: which fields each has, and what of them was typed.
enum OrganizationSettingsForm: CaseIterable {
    case name, rules, limits, origins

    private var fields: [OrganizationField] {
        switch self {
        case .name: [.name]
        case .origins: [.allowedOrigins]
        case .rules: [.profile] + PolicyKey.allCases.map(OrganizationField.policy)
        case .limits: [.plan, .maxFileBytes, .maxStorageBytes]
        }
    }

    /// The changes a sent form asks for; an empty field follows the profile or the plan.
    func edit(_ form: Form) -> OrganizationEdit {
        OrganizationEdit(
            Dictionary(
                uniqueKeysWithValues: fields.map { field in
                    let text = form[field.key].trimmedWhitespace
                    return (field, text.isEmpty ? nil : text)
                }))
    }

    /// Puts what was typed, and why it was refused, in the place of what is stored.
    func show(_ form: Form, _ problems: [FieldProblem], in model: inout OrganizationSettingsModel) {
        for field in fields {
            let problem = problems.first { $0.field == field.name }?.detail
            model.change(field) { setting in
                setting.value = form[field.key]
                setting.error = problem
            }
        }
    }
}

extension OrganizationSettingsModel {
    init(_ organization: Organization, _ caller: Caller) {
        let profile = organization.profile.policy
        let isOwner = (try? caller.requireOwner(to: "")) != nil
        let isSuperadmin = caller.user?.isSuperadmin == true
        self.init(
            name: SettingModel(field: "name", value: organization.name),
            profile: SettingModel(
                field: "profile", value: organization.profile.rawValue, choices: Profile.allCases.map(\.rawValue)),
            rules: PolicyKey.allCases.map { SettingModel($0, organization, profile) },
            plan: SettingModel(field: "plan", value: organization.plan.rawValue, choices: Plan.allCases.map(\.rawValue)),
            limits: [
                SettingModel(
                    limit: .maxFileBytes, own: organization.maxFileBytesOverride, plan: organization.planLimits.maxFileBytes),
                SettingModel(
                    limit: .maxStorageBytes, own: organization.maxStorageBytesOverride,
                    plan: organization.planLimits.maxStorageBytes),
            ],
            allowedOrigins: SettingModel(
                field: "allowedOrigins", value: organization.allowedOrigins.joined(separator: "\n")),
            usedBytes: organization.usedBytes, canChangeRules: isOwner, canChangeLimits: isSuperadmin, canDelete: isOwner,
            etag: organization.entityTag)
    }

    fileprivate mutating func change(_ field: OrganizationField, _ body: (inout SettingModel) -> Void) {
        switch field {
        case .name: body(&name)
        case .allowedOrigins: body(&allowedOrigins)
        case .profile: body(&profile)
        case .plan: body(&plan)
        case .maxFileBytes, .maxStorageBytes:
            for index in limits.indices where limits[index].field == field.key { body(&limits[index]) }
        case .policy:
            for index in rules.indices where rules[index].field == field.key { body(&rules[index]) }
        }
    }
}

extension SettingModel {
    fileprivate init(_ key: PolicyKey, _ organization: Organization, _ profile: Policy) {
        let own = organization.policyOverrides[key]
        self.init(
            field: key.rawValue, value: Self.shown(key, own ?? ""), inherited: Self.shown(key, profile.text(of: key)),
            choices: key.choices, isOwn: own != nil)
    }

    fileprivate init(limit: OrganizationField, own: Int64?, plan: Int64) {
        self.init(
            field: limit.key, value: own?.byteSizeText ?? "", inherited: plan.byteSizeText, isOwn: own != nil)
    }

    private static func shown(_ key: PolicyKey, _ text: String) -> String {
        key == .largestFileBytes ? Int64(text)?.byteSizeText ?? text : text
    }
}
