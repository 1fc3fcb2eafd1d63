/// The page with what content names of the library and does not find.
package struct BrokenReferencesPageModel: Sendable {
    package var sidebar: SidebarModel
    package var references: [BrokenReferenceModel]
    /// How many there are; nil when there are more than was worth counting.
    package var total: Int?
    /// What the next page goes on after; nil on the last.
    package var next: String?

    package init(sidebar: SidebarModel, references: [BrokenReferenceModel], total: Int?, next: String?) {
        self.sidebar = sidebar
        self.references = references
        self.total = total
        self.next = next
    }
}

/// One place in content that leads to no file.
package struct BrokenReferenceModel: Sendable {
    /// The content item's title.
    package var title: String
    /// Where to look at it; nil where that is not known.
    package var address: String?
    /// Whether the address leads out of the library.
    package var isElsewhere: Bool
    package var targetType: String
    package var slotType: String
    package var slotKey: String?
    /// As it is written there.
    package var written: String
    /// Whether the file is in Trash.
    package var isTrashed: Bool

    package init(
        title: String, address: String?, isElsewhere: Bool, targetType: String, slotType: String, slotKey: String?,
        written: String,
        isTrashed: Bool
    ) {
        self.title = title
        self.address = address
        self.isElsewhere = isElsewhere
        self.targetType = targetType
        self.slotType = slotType
        self.slotKey = slotKey
        self.written = written
        self.isTrashed = isTrashed
    }
}
