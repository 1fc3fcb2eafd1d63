/// One entry of the change feed: an asset that came, changed or went.
package struct Change: Sendable {
    /// Grows from entry to entry of an organization; numbers are left out.
    package let sequence: Int64
    package let assetID: AssetID
    package let at: Timestamp
    /// The asset as it is now; nil is a tombstone: for readers it is gone.
    package let asset: Asset?

    package init(sequence: Int64, assetID: AssetID, at: Timestamp, asset: Asset?) {
        self.sequence = sequence
        self.assetID = assetID
        self.at = at
        self.asset = asset
    }
}

/// A piece of the change feed.
package struct ChangePage: Sendable {
    package let changes: [Change]
    /// What to ask for next: the last sequence of this page, or where an empty one began.
    package let next: Int64
    package let hasMore: Bool

    package init(changes: [Change], next: Int64, hasMore: Bool) {
        self.changes = changes
        self.next = next
        self.hasMore = hasMore
    }
}
