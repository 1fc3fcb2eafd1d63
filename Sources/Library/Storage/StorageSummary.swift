/// What an organization stores, from counters (M47).
package struct StorageSummary: Sendable {
    /// Bytes of originals by kind, every status.
    package var bytesByKind: [AssetKind: Int64]
    /// Bytes stored here; what the quota counts.
    package var internalBytes: Int64
    package var reservedBytes: Int64
    package var assetCount: Int
    package var limitBytes: Int64
    package var maxFileBytes: Int64

    package init(
        bytesByKind: [AssetKind: Int64], internalBytes: Int64, reservedBytes: Int64, assetCount: Int, limitBytes: Int64,
        maxFileBytes: Int64
    ) {
        self.bytesByKind = bytesByKind
        self.internalBytes = internalBytes
        self.reservedBytes = reservedBytes
        self.assetCount = assetCount
        self.limitBytes = limitBytes
        self.maxFileBytes = maxFileBytes
    }
}
