/// Which content items are asked for, newest first.
package struct ContentQuery: Sendable {
    /// Nil for all types.
    package var type: ContentType?
    /// Only those whose title has this in it, in whatever case; empty for all.
    package var search: String
    package var after: ContentPosition?
    /// Items a page, 1–100.
    package var limit: Int

    package init(
        type: ContentType? = nil, search: String = "", after: ContentPosition? = nil, limit: Int = AssetQuery.defaultLimit
    ) {
        self.type = type
        self.search = search.trimmedWhitespace
        self.after = after
        self.limit = limit
    }
}

/// Where a page of content items ends.
package struct ContentPosition: Hashable, Sendable {
    package let createdAt: Timestamp
    package let id: ContentItemID

    package init(createdAt: Timestamp, id: ContentItemID) {
        self.createdAt = createdAt
        self.id = id
    }
}

/// A content item in a list: without its body, with how much that names.
package struct ListedContent: Sendable {
    package let item: ContentItem
    /// Places in the body that may name an asset and lead to one.
    package let referenceCount: Int
    /// Places in the body that can name nothing but an asset, and lead nowhere.
    package let brokenCount: Int

    package init(item: ContentItem, referenceCount: Int, brokenCount: Int) {
        self.item = item
        self.referenceCount = referenceCount
        self.brokenCount = brokenCount
    }
}

/// One page of content items.
package struct ContentPage: Sendable {
    package let items: [ListedContent]
    /// Where the next page begins; nil on the last.
    package let next: ContentPosition?
    /// How many there are in all; nil beyond ``AssetQuery/exactTotalLimit``.
    package let total: Int?

    package init(items: [ListedContent], next: ContentPosition?, total: Int?) {
        self.items = items
        self.next = next
        self.total = total
    }
}
