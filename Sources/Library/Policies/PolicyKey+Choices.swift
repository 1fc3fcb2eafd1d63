extension PolicyKey {
    /// Every value there is, where they can be listed; nil for those that are written.
    package var choices: [String]? {
        switch self {
        case .acceptedTypes, .largestFileBytes, .trashDays: nil
        case .blankPathTaken: Policy.BlankPathTaken.allCases.map(\.rawValue)
        case .acceptsExternalAssets, .requiresMediaType: ["true", "false"]
        case .deleteInUse: Policy.DeleteInUse.allCases.map(\.rawValue)
        case .deletedMeans: Policy.DeletedMeans.allCases.map(\.rawValue)
        case .forcedDeleteMeans: Policy.DeletedMeans.allCases.filter { $0 != .archive }.map(\.rawValue)
        default: Role.allCases.map(\.rawValue) + ["nobody"]
        }
    }
}
