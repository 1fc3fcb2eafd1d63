/// The import of the files that an organization's uploads folder had when its library was first looked at (M49).
package struct FirstImport: Sendable, Equatable {
    /// How many became assets so far.
    package var imported: Int
    /// How many files did not.
    package var skipped: Int
    /// Some of them, with the reason: `path: reason`.
    package var skippedFiles: [String]
    /// Why the last attempt ended before its time; another follows.
    package var failure: String?
    /// Nil while it is under way.
    package var endedAt: Timestamp?

    package init(
        imported: Int = 0, skipped: Int = 0, skippedFiles: [String] = [], failure: String? = nil, endedAt: Timestamp? = nil
    ) {
        self.imported = imported
        self.skipped = skipped
        self.skippedFiles = skippedFiles
        self.failure = failure
        self.endedAt = endedAt
    }

    /// Of how many skipped files the names are kept.
    package static let listedFiles = 100
}
