/// What an organization stores, from counters (M47).
package struct StorageSummary: Sendable {
    /// Bytes of originals by kind, every status.
    package var bytesByKind: [AssetKind: Int64]
    /// Bytes stored here; what the quota counts.
    package var internalBytes: Int64
    /// Of these, what is archived.
    package var archivedBytes: Int64
    /// Of these, what is in Trash or could not be deleted from there.
    package var trashedBytes: Int64
    package var reservedBytes: Int64
    /// Active assets.
    package var assetCount: Int
    package var trashedCount: Int
    /// Assets that are links: they have no bytes here, whatever their status (M9).
    package var externalAssetCount: Int
    package var limitBytes: Int64
    package var maxFileBytes: Int64

    package init(
        bytesByKind: [AssetKind: Int64], internalBytes: Int64, archivedBytes: Int64, trashedBytes: Int64, reservedBytes: Int64,
        assetCount: Int, trashedCount: Int, externalAssetCount: Int, limitBytes: Int64, maxFileBytes: Int64
    ) {
        self.bytesByKind = bytesByKind
        self.internalBytes = internalBytes
        self.archivedBytes = archivedBytes
        self.trashedBytes = trashedBytes
        self.reservedBytes = reservedBytes
        self.assetCount = assetCount
        self.trashedCount = trashedCount
        self.externalAssetCount = externalAssetCount
        self.limitBytes = limitBytes
        self.maxFileBytes = maxFileBytes
    }
}
