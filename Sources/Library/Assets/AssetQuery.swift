/// What a listing asks for (M33).
package struct AssetQuery: Sendable {
    /// Text that names contain, in the folded form; nil for no search.
    package var search: String?
    /// Any of these kinds; empty for all.
    package var kinds: Set<AssetKind>
    /// Every one of these tags, normalized (M31).
    package var tags: Set<String> = []
    /// In or below this folder; nil for anywhere (M30).
    package var folder: FolderFilter?
    /// What logical paths begin with, in the folded form, such as `2026/`; nil for all (M32).
    package var pathPrefix: String?
    /// Used in content, or not; nil for both (M34).
    package var usage: UsageFilter?
    /// The SHA-256 of the bytes; nil for all (M21).
    package var checksum: [UInt8]?
    /// Any of these roles; empty for all, those without one among them (M8).
    package var mediaTypes: Set<MediaTypeRole> = []
    package var shelf: AssetShelf
    package var sort: AssetSort
    package var position: ListPosition
    /// Items a page, 1–100.
    package var limit: Int

    package init(
        search: String? = nil, kinds: Set<AssetKind> = [], shelf: AssetShelf = .active, sort: AssetSort = AssetSort(),
        position: ListPosition = .page(1), limit: Int = defaultLimit
    ) {
        self.search = search
        self.kinds = kinds
        self.shelf = shelf
        self.sort = sort
        self.position = position
        self.limit = limit
    }

    /// M33: fifty a page.
    package static let defaultLimit = 50
    package static let maximumLimit = 100
    /// Beyond this many matches a total is not counted (CONTRACT, Lists).
    package static let exactTotalLimit = 10_000
}

/// Where in the folder tree a listing looks (M30).
package struct FolderFilter: Hashable, Sendable {
    /// Nil for the root: what lies in no folder.
    package var folder: FolderID?
    /// Whether folders below count as well; from the root that is everything.
    package var isRecursive: Bool

    package init(folder: FolderID?, isRecursive: Bool = false) {
        self.folder = folder
        self.isRecursive = isRecursive
    }
}

/// Whether content uses an asset; raw values are the `usage` parameter's (M34).
package enum UsageFilter: String, CaseIterable, Sendable { case orphaned, used }

/// A deterministic order: the field, then the id.
package struct AssetSort: Hashable, Sendable {
    package enum Field: String, CaseIterable, Sendable { case createdAt, updatedAt, title, byteSize }

    package var field: Field
    package var descending: Bool

    package init(field: Field = .createdAt, descending: Bool = true) {
        self.field = field
        self.descending = descending
    }

    /// Parses `[-]field`.
    package init?(_ text: String) {
        let descending = text.hasPrefix("-")
        guard let field = Field(rawValue: descending ? String(text.dropFirst()) : text) else { return nil }
        self.init(field: field, descending: descending)
    }

    package var text: String { (descending ? "-" : "") + field.rawValue }
}

/// Where in the order a page begins.
package enum ListPosition: Sendable {
    /// The numbered page, from 1.
    case page(Int)
    /// After this item of the same order.
    case after(ListCursor)
}

/// The sort value and id of the last item seen (keyset pagination).
package struct ListCursor: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case integer(Int64)
        case text(String)
    }

    package let sort: AssetSort
    package let value: Value
    package let id: AssetID

    package init(sort: AssetSort, value: Value, id: AssetID) {
        self.sort = sort
        self.value = value
        self.id = id
    }
}

/// One page of a listing.
package struct AssetPage: Sendable {
    package let assets: [Asset]
    /// Where the next page begins; nil on the last.
    package let next: ListCursor?
    /// How many match in all; nil beyond ``AssetQuery/exactTotalLimit`` unless it is free to know.
    package let total: Int?

    package init(assets: [Asset], next: ListCursor?, total: Int?) {
        self.assets = assets
        self.next = next
        self.total = total
    }
}
