/// How much of the plan's storage is used, in bytes.
package struct StorageModel: Sendable {
    package var usedBytes: Int64
    package var limitBytes: Int64
    /// The largest single file accepted.
    package var maxFileBytes: Int64

    package init(usedBytes: Int64, limitBytes: Int64, maxFileBytes: Int64) {
        self.usedBytes = usedBytes
        self.limitBytes = limitBytes
        self.maxFileBytes = maxFileBytes
    }
}
