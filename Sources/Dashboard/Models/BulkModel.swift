/// What was asked for several assets at once, and what came of it (M57).
package struct BulkResultModel: Sendable {
    /// How many were changed.
    package var doneCount: Int
    /// Those that were not, each with why in the server's words.
    package var failures: [Failure]

    package init(doneCount: Int, failures: [Failure]) {
        self.doneCount = doneCount
        self.failures = failures
    }

    /// One asset that stayed as it was.
    package struct Failure: Sendable {
        package var name: String
        package var reason: String

        package init(name: String, reason: String) {
            self.name = name
            self.reason = reason
        }
    }
}

/// The page that asks before several assets are deleted.
package struct BulkDeletePageModel: Sendable {
    package var scope: LibraryScopeModel
    package var ids: [String]
    /// Of the first of them, with how many places use each.
    package var names: [(name: String, useCount: Int)]
    package var deletion: DeletionModel
    /// How many of all of them the rules keep, being in use.
    package var keptCount: Int
    /// Whether those may be deleted all the same.
    package var canForce: Bool

    package init(
        scope: LibraryScopeModel, ids: [String], names: [(name: String, useCount: Int)], deletion: DeletionModel,
        keptCount: Int = 0, canForce: Bool = false
    ) {
        self.scope = scope
        self.ids = ids
        self.names = names
        self.deletion = deletion
        self.keptCount = keptCount
        self.canForce = canForce
    }
}
