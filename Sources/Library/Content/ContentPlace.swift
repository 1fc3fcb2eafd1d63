/// A place in a content item of this library, by what people call the item.
package struct ContentPlace: Hashable, Sendable {
    package let item: ContentItemID
    package let target: UsageTarget
    package let title: String
    /// Where people find the item; nil where that is not known.
    package let url: String?
    package let slot: ContentSlot

    package init(item: ContentItemID, target: UsageTarget, title: String, url: String?, slot: ContentSlot) {
        self.item = item
        self.target = target
        self.title = title
        self.url = url
        self.slot = slot
    }
}

/// A reference by a logical path that leads nowhere.
package struct BrokenPath: Hashable, Sendable {
    package let place: ContentPlace
    package let written: String

    package init(place: ContentPlace, written: String) {
        self.place = place
        self.written = written
    }
}

/// What rewriting references in content came to (M61, M64).
package struct RewrittenContent: Sendable {
    /// References, each counted where it stands.
    package var references = 0
    /// Items whose body changed.
    package var items = 0
    /// What could not be written in the new form, or changed faster than it could be rewritten; it stands as before.
    package var notRewritten: [NotRewritten] = []

    package init() {}

    /// Places that are told at most.
    package static let toldPlaces = 1_000
}

/// A reference that was to be rewritten and was not.
package struct NotRewritten: Hashable, Sendable {
    package let place: ContentPlace
    package let written: String
    package let reason: Reason

    package enum Reason: String, CaseIterable, Sendable {
        /// It cannot be written in the same form.
        case form
        /// Somebody kept changing the item meanwhile.
        case changing
        /// The item's body cannot be read.
        case unreadable
    }

    package init(place: ContentPlace, written: String, reason: Reason) {
        self.place = place
        self.written = written
        self.reason = reason
    }
}
