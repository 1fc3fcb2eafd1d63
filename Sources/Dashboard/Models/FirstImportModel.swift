/// How far the import of the files has come that an organization had before.
package struct FirstImportModel: Sendable {
    package var isRunning: Bool
    package var imported: Int
    package var skipped: Int
    /// Some of those that were skipped, each with its reason.
    package var skippedFiles: [String]
    /// Why the last attempt broke off, in words.
    package var failure: String?

    package init(isRunning: Bool, imported: Int, skipped: Int = 0, skippedFiles: [String] = [], failure: String? = nil) {
        self.isRunning = isRunning
        self.imported = imported
        self.skipped = skipped
        self.skippedFiles = skippedFiles
        self.failure = failure
    }
}
