/// The rules of one organization: those of its profile, with the single values an owner has set instead.
///
/// What is written here is the profile `cms`; the others differ from it in ``Profile/policy``.
package struct Policy: Hashable, Sendable {
    package var acceptedTypes = AcceptedTypes.all
    /// Whether links to other places are assets too (M9).
    package var acceptsExternalAssets = true
    /// The profile's own cap on one file, in bytes; nil leaves it to the plan.
    package var largestFileBytes: Int64?
    package var blankPathTaken = BlankPathTaken.suffix
    /// Whether every asset says what it is for: avatar, logo or banner (M8).
    package var requiresMediaType = false
    package var deleteInUse = DeleteInUse.refuse
    package var deletedMeans = DeletedMeans.trash
    package var forcedDeleteMeans = DeletedMeans.trash
    /// Days after which what is in Trash is purged; nil: never.
    package var trashDays: Int? = 30
    /// The least role that has each capability; nobody has one that is not here. `administer` is an admin's everywhere.
    package var leastRoles: [Capability: Role] = [
        .read: .member, .download: .member, .upload: .manager, .edit: .manager, .delete: .manager, .purge: .manager,
        .export: .admin, .administer: .admin,
    ]

    package init() {}

    /// What becomes of an upload without a logical path when the path its name gives is taken (M32).
    package enum BlankPathTaken: String, CaseIterable, Sendable { case suffix, refuse }

    /// What deleting an asset in use does: refuse unless forced, refuse and point to archiving, go to Trash, or simply happen (M38).
    package enum DeleteInUse: String, CaseIterable, Sendable { case refuse, archive, trash, allow }

    /// What deleting does first: into Trash; out of lists (then into Trash); or for good, bytes first.
    package enum DeletedMeans: String, CaseIterable, Sendable { case trash, archive, purge }

    mutating func setLeastRole(_ role: Role, for capabilities: [Capability]) {
        for capability in capabilities { leastRoles[capability] = role }
    }
}
