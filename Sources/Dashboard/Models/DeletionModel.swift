/// What deleting an asset does, by the rules of its organization.
package enum DeletionModel: Sendable, Equatable {
    /// Into Trash, and out of it after so many days; nil: whenever somebody empties it.
    case trash(days: Int?)
    case archive
    /// For good, at once.
    case purge

    /// The locale's words for it begin with `delete.`, this, and a dot.
    var code: String {
        switch self {
        case .trash: "trash"
        case .archive: "archive"
        case .purge: "purge"
        }
    }

    /// The notice that tells it is done.
    package var noticeCode: String {
        switch self {
        case .trash: "trashed"
        case .archive: "archived"
        case .purge: "deleted"
        }
    }

    /// The question, as a heading.
    func question(_ t: Localization) -> String { t("delete.\(code).question") }

    /// What will happen, in a sentence or two.
    func warning(_ t: Localization) -> String {
        if case .trash(let days?) = self { return t("delete.trash.warningDays", count: days) }
        return t("delete.\(code).warning")
    }

    /// On the button.
    func confirmation(_ t: Localization) -> String { t("delete.\(code).confirm") }

    /// The question about several assets, as a heading.
    func questionOfMany(_ count: Int, _ t: Localization) -> String { t("delete.\(code).questionMany", count: count) }

    /// What will happen to several assets, in a sentence or two.
    func warningOfMany(_ t: Localization) -> String {
        if case .trash(let days?) = self { return t("delete.trash.warningManyDays", count: days) }
        return t("delete.\(code).warningMany")
    }
}
