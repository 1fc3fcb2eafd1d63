/// A place in content that names an asset of this library and leads to none.
package struct BrokenReference: Sendable {
    /// The content item it stands in.
    package let item: ContentItemID
    /// Which reference of the item it is, from 0.
    package let ordinal: Int
    package let target: UsageTarget
    package let title: String
    package let url: String?
    package let slot: ContentSlot
    /// As it is written.
    package let written: String
    package let reason: Reason

    package enum Reason: String, CaseIterable, Sendable {
        /// There is no such asset.
        case missing
        /// It is in Trash: restoring it mends this.
        case trashed
    }

    package init(
        item: ContentItemID, ordinal: Int, target: UsageTarget, title: String, url: String?, slot: ContentSlot, written: String,
        reason: Reason
    ) {
        self.item = item
        self.ordinal = ordinal
        self.target = target
        self.title = title
        self.url = url
        self.slot = slot
        self.written = written
        self.reason = reason
    }

    package var position: BrokenReferencePosition { BrokenReferencePosition(item: item, ordinal: ordinal) }
}

/// Where a page of broken references ends: they are listed item by item, in the order they stand in.
package struct BrokenReferencePosition: Hashable, Sendable {
    package let item: ContentItemID
    package let ordinal: Int

    package init(item: ContentItemID, ordinal: Int) {
        self.item = item
        self.ordinal = ordinal
    }
}

/// Some of an organization's broken references.
package struct BrokenReferencePage: Sendable {
    package let references: [BrokenReference]
    /// Where the next page goes on; nil on the last.
    package let next: BrokenReferencePosition?
    /// Nil where there are more than ``AssetQuery/exactTotalLimit``.
    package let total: Int?

    package init(references: [BrokenReference], next: BrokenReferencePosition?, total: Int?) {
        self.references = references
        self.next = next
        self.total = total
    }
}
