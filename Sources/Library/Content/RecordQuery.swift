/// Which companies or people are asked for.
package struct RecordQuery: Sendable {
    package var sort: RecordSort
    /// Only what comes after this one in the same order.
    package var after: RecordCursor?
    /// Items a page, 1–100.
    package var limit: Int

    package init(sort: RecordSort = RecordSort(), after: RecordCursor? = nil, limit: Int = AssetQuery.defaultLimit) {
        self.sort = sort
        self.after = after
        self.limit = limit
    }
}

/// A deterministic order: the field, then the id.
package struct RecordSort: Hashable, Sendable {
    package enum Field: String, CaseIterable, Sendable { case createdAt, name }

    package var field: Field
    package var descending: Bool

    package init(field: Field = .createdAt, descending: Bool = true) {
        self.field = field
        self.descending = descending
    }
}

/// Where a page of companies or people ends (keyset pagination).
package struct RecordCursor: Hashable, Sendable {
    /// As their order compares it.
    package enum Value: Hashable, Sendable {
        case createdAt(Timestamp)
        /// The folded name.
        case name(String)
    }

    package let value: Value
    package let id: ContentItemID

    package init(value: Value, id: ContentItemID) {
        self.value = value
        self.id = id
    }

    /// The cursor that continues after `item` in `sort`.
    package init(after item: ContentItem, in sort: RecordSort) {
        let value: Value =
            switch sort.field {
            case .createdAt: .createdAt(item.createdAt)
            case .name: .name(item.title.folded)
            }
        self.init(value: value, id: item.id)
    }
}

/// One page of companies or people.
package struct RecordPage: Sendable {
    package let records: [Record]
    /// Where the next page begins; nil on the last.
    package let next: RecordCursor?
    /// How many there are in all; nil beyond ``AssetQuery/exactTotalLimit``.
    package let total: Int?

    package init(records: [Record], next: RecordCursor?, total: Int?) {
        self.records = records
        self.next = next
        self.total = total
    }
}
