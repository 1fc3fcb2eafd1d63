import Markup

@testable import Dashboard

/// An organization's settings; `text` is in every place a text can be.
func sampleSettings(
    text: String = "Demo", error: String? = nil, canChangeRules: Bool = true, canChangeLimits: Bool = true
) -> OrganizationSettingsModel {
    var model = OrganizationSettingsModel(
        name: SettingModel(field: "name", value: text, error: error),
        profile: SettingModel(field: "profile", value: "cms", choices: ["cms", "docs"], error: error),
        rules: [
            SettingModel(field: "acceptedTypes", value: text, inherited: "image, pdf", isOwn: true, error: error),
            SettingModel(field: "trashDays", value: "", inherited: "30"),
            SettingModel(
                field: "deleteRole", value: "owner", inherited: "manager", choices: ["manager", "owner", "nobody"], isOwn: true),
        ],
        plan: SettingModel(field: "plan", value: "pro", choices: ["free", "pro"], error: error),
        limits: [
            SettingModel(field: "maxFileBytes", value: text, inherited: "100 MB", isOwn: true, error: error),
            SettingModel(field: "maxStorageBytes", value: "", inherited: "10 GB"),
        ], usedBytes: 3, canChangeRules: canChangeRules, canChangeLimits: canChangeLimits, canDelete: canChangeRules,
        etag: "\"o1\"")
    model.isDeletionUnconfirmed = error != nil
    return model
}
