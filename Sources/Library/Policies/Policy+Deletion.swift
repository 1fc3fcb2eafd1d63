extension Policy {
    /// What deleting an asset in `status` does here. Forcing never does less than not forcing (M38).
    package func deletion(of status: AssetStatus, isForced: Bool) -> DeletedMeans {
        var means = deletedMeans
        if isForced, forcedDeleteMeans.rank > means.rank { means = forcedDeleteMeans }
        return means == .archive && status != .active ? .trash : means
    }

    /// Whether anybody may remove what is in Trash.
    package var allowsPurging: Bool { leastRoles[.purge] != nil }
}

extension Policy.DeletedMeans {
    /// From what keeps most to what keeps nothing.
    fileprivate var rank: Int {
        switch self {
        case .archive: 0
        case .trash: 1
        case .purge: 2
        }
    }
}
