/// A usage, and what is known of the content item it is in (M37).
package struct PlacedUsage: Hashable, Sendable {
    package let usage: Usage
    /// Nil where this library does not hold the item.
    package let title: String?
    /// Where people find the item; nil where that is not known.
    package let url: String?
    /// The item itself, where this library holds it.
    package let item: ContentItemID?

    package init(usage: Usage, title: String?, url: String?, item: ContentItemID?) {
        self.usage = usage
        self.title = title
        self.url = url
        self.item = item
    }
}

/// Where a page of an asset's usages ends: they are listed from the oldest on.
package struct UsagePosition: Hashable, Sendable {
    package let createdAt: Timestamp
    package let id: UsageID

    package init(createdAt: Timestamp, id: UsageID) {
        self.createdAt = createdAt
        self.id = id
    }
}

/// Some of an asset's usages.
package struct UsagePage: Sendable {
    package let usages: [PlacedUsage]
    /// Where the next page goes on; nil on the last.
    package let next: UsagePosition?
    /// How many usages the asset has.
    package let total: Int

    package init(usages: [PlacedUsage], next: UsagePosition?, total: Int) {
        self.usages = usages
        self.next = next
        self.total = total
    }
}
