/// What somebody is in an organization, from least to most.
package enum RoleModel: String, CaseIterable, Sendable {
    case member, manager, admin, owner

    /// Its name for people.
    func words(_ t: Localization) -> String { t("role.\(rawValue)") }
}
