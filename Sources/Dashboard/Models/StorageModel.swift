/// How much of the plan's storage is used, in bytes.
package struct StorageModel: Sendable {
    package var usedBytes: Int64
    package var limitBytes: Int64
    /// The largest single file accepted.
    package var maxFileBytes: Int64
    /// How many files are in Trash.
    package var trashedCount: Int

    package init(usedBytes: Int64, limitBytes: Int64, maxFileBytes: Int64, trashedCount: Int = 0) {
        self.usedBytes = usedBytes
        self.limitBytes = limitBytes
        self.maxFileBytes = maxFileBytes
        self.trashedCount = trashedCount
    }
}
