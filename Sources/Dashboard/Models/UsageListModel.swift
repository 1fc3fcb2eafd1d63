/// Places that use an asset, oldest first (M37).
package struct UsageListModel: Sendable {
    package var items: [UsageModel]
    /// How many there are, with those that are not among `items`.
    package var total: Int
    /// What the next page goes on after; nil on the last.
    package var next: String?

    package init(items: [UsageModel] = [], total: Int = 0, next: String? = nil) {
        self.items = items
        self.total = total
        self.next = next
    }
}

/// One place that uses an asset.
package struct UsageModel: Sendable {
    package var id: String
    /// The content item's title; nil where the library does not hold it.
    package var title: String?
    /// Where to look at it; nil where that is not known.
    package var address: String?
    /// Whether the address leads out of the library.
    package var isElsewhere: Bool
    package var targetType: String
    /// What its own system calls it.
    package var targetID: String
    package var slotType: String
    package var slotKey: String?
    /// Whether somebody attached it, and may take it off.
    package var isDeclared: Bool
    package var canDetach: Bool

    package init(
        id: String, title: String?, address: String?, isElsewhere: Bool = false, targetType: String, targetID: String,
        slotType: String, slotKey: String? = nil, isDeclared: Bool, canDetach: Bool = false
    ) {
        self.id = id
        self.title = title
        self.address = address
        self.isElsewhere = isElsewhere
        self.targetType = targetType
        self.targetID = targetID
        self.slotType = slotType
        self.slotKey = slotKey
        self.isDeclared = isDeclared
        self.canDetach = canDetach
    }
}

/// The page with all the places that use an asset.
package struct UsagePageModel: Sendable {
    package var sidebar: SidebarModel
    /// The view to return to.
    package var query: LibraryQuery
    package var card: AssetCardModel
    package var uses: UsageListModel
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, query: LibraryQuery, card: AssetCardModel, uses: UsageListModel, noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.query = query
        self.card = card
        self.uses = uses
        self.noticeCode = noticeCode
    }
}
