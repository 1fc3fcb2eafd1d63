/// How much of the plan's storage is used, in bytes.
package struct StorageModel: Sendable {
    package var usedBytes: Int64
    package var limitBytes: Int64
    /// The largest single file accepted.
    package var maxFileBytes: Int64
    /// How many files are in Trash.
    package var trashedCount: Int
    /// What each kind holds, the largest first; kinds without any are left out.
    package var kinds: [(kind: AssetKindModel, bytes: Int64)]
    /// Of the bytes used, what is archived.
    package var archivedBytes: Int64
    /// Of the bytes used, what is in Trash.
    package var trashedBytes: Int64
    /// How many assets are links, without bytes here.
    package var linkCount: Int

    /// What uploads hold that are on their way.
    package var reservedBytes: Int64
    /// The page that shows them, for who may see it.
    package var uploadsPath: String?
    /// The page that gives the library away, for who may have it.
    package var exportPath: String?

    package init(
        usedBytes: Int64, limitBytes: Int64, maxFileBytes: Int64, trashedCount: Int = 0,
        kinds: [(kind: AssetKindModel, bytes: Int64)] = [], archivedBytes: Int64 = 0, trashedBytes: Int64 = 0,
        reservedBytes: Int64 = 0, uploadsPath: String? = nil, linkCount: Int = 0
    ) {
        self.usedBytes = usedBytes
        self.limitBytes = limitBytes
        self.maxFileBytes = maxFileBytes
        self.trashedCount = trashedCount
        self.kinds = kinds
        self.archivedBytes = archivedBytes
        self.trashedBytes = trashedBytes
        self.reservedBytes = reservedBytes
        self.uploadsPath = uploadsPath
        self.linkCount = linkCount
    }
}
