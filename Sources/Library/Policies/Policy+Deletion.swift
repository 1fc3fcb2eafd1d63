extension Policy {
    /// What deleting an asset in `status` does here. Forcing never does less than not forcing (M38).
    package func deletion(of status: AssetStatus, isForced: Bool) -> DeletedMeans {
        var means = deletedMeans
        if isForced, forcedDeleteMeans.rank > means.rank { means = forcedDeleteMeans }
        return means == .archive && status != .active ? .trash : means
    }

    /// The same for an asset that content uses or does not; nil: that is refused, and ``AssetError/inUse(_:)`` says why (M38).
    package func deletion(of status: AssetStatus, isForced: Bool, isInUse: Bool) -> DeletedMeans? {
        let means = deletion(of: status, isForced: isForced)
        guard isInUse, !isForced else { return means }
        return switch deleteInUse {
        case .refuse, .archive: nil
        case .trash: .trash
        case .allow: means
        }
    }

    /// Whether deleting an asset in use against the rule is for admins alone.
    package var forceIsForAdmins: Bool { deleteInUse == .archive }

    /// Whether anybody may remove what is in Trash.
    package var allowsPurging: Bool { leastRoles[.purge] != nil }

    /// How long Trash keeps what comes into it, in seconds; nil: until somebody purges it.
    package var trashSeconds: Int64? { allowsPurging ? trashDays.map { Int64($0) * 86_400 } : nil }

    /// From when on an asset in Trash is purged by itself; nil: never, or its deletion has begun already.
    package func purgeTime(of asset: Asset) -> Timestamp? {
        guard asset.status == .trashed, let trashSeconds else { return nil }
        return asset.deletedAt?.advanced(bySeconds: trashSeconds)
    }
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
