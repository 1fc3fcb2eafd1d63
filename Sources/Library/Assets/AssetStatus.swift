/// An asset's place in its life: active → archived → trashed → deleting → gone.
package enum AssetStatus: String, CaseIterable, Sendable {
    case active, archived
    /// In Trash: in no list and at no address, but restorable, and counted to the quota (M46).
    case trashed
    /// Its bytes are being removed, or could not be (M45).
    case deleting

    /// Whether lists, pages and public addresses know the asset.
    package var isInLibrary: Bool { self == .active || self == .archived }
}

/// Which assets a list is about; raw values are the `status` parameter's.
package enum AssetShelf: String, CaseIterable, Sendable {
    case active, archived
    /// What is in Trash, and what could not be deleted from there.
    case trashed
    case all

    package var statuses: [AssetStatus] {
        switch self {
        case .active: [.active]
        case .archived: [.archived]
        case .trashed: [.trashed, .deleting]
        case .all: AssetStatus.allCases
        }
    }
}
