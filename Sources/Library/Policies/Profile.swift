/// A named set of policy values (the mission's policy table); code reads the policy, never the profile's name.
package enum Profile: String, CaseIterable, Sendable {
    case cms, records, site, learning, docs

    /// The column of the policy table that bears this name.
    package var policy: Policy {
        var policy = Policy()
        switch self {
        case .cms: break
        case .records:
            policy.acceptedTypes = .kinds([.image])
            policy.requiresMediaType = true
            policy.deleteInUse = .trash
            policy.trashDays = nil
            policy.leastRoles[.purge] = nil
        case .site:
            policy.acceptedTypes = .mimeTypes(["image/jpeg", "image/png", "image/gif", "image/webp"])
            policy.acceptsExternalAssets = false
            policy.largestFileBytes = 5 * .mebibyte
            policy.forcedDeleteMeans = .purge
            policy.setLeastRole(.admin, for: [.read, .download, .upload, .edit, .delete, .purge, .export])
        case .learning:
            policy.deleteInUse = .archive
            policy.deletedMeans = .archive
            policy.setLeastRole(.member, for: [.upload, .edit])
            policy.setLeastRole(.admin, for: [.delete, .purge])
        case .docs:
            policy.acceptedTypes = .mimeTypes(Self.documentationTypes)
            policy.acceptsExternalAssets = false
            policy.largestFileBytes = 100 * .mebibyte
            policy.blankPathTaken = .refuse
            policy.deleteInUse = .allow
            policy.deletedMeans = .purge
            policy.forcedDeleteMeans = .purge
            policy.setLeastRole(.admin, for: [.read, .upload, .edit, .delete, .purge, .export])
        }
        return policy
    }

    private static let documentationTypes = [
        "image/jpeg", "image/png", "image/gif", "image/webp", "image/svg+xml", "video/mp4", "video/webm", "audio/mpeg",
        "audio/mp4", "audio/ogg", "audio/wav", "application/pdf", "application/zip",
    ]
}
