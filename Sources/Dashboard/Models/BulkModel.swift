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
    /// Of the first of them.
    package var names: [String]
    package var deletion: DeletionModel

    package init(scope: LibraryScopeModel, ids: [String], names: [String], deletion: DeletionModel) {
        self.scope = scope
        self.ids = ids
        self.names = names
        self.deletion = deletion
    }
}
