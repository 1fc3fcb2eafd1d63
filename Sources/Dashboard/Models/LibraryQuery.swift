internal import Markup

/// What the library page shows, as its address says it.
package struct LibraryQuery: Sendable, Equatable {
    /// The search; empty when there is none.
    package var text: String
    /// The kinds shown; empty for all.
    package var kinds: [AssetKindModel]
    package var shelf: LibraryShelf
    package var sort: LibrarySort
    /// Counted from 1.
    package var page: Int

    package init(
        text: String = "", kinds: [AssetKindModel] = [], shelf: LibraryShelf = .active, sort: LibrarySort = .newest, page: Int = 1
    ) {
        self.text = text
        self.kinds = kinds
        self.shelf = shelf
        self.sort = sort
        self.page = page
    }

    /// Whether fewer than all assets are asked for.
    package var isFiltered: Bool { !text.isEmpty || !kinds.isEmpty || shelf != .active }

    /// The address of this view, optionally on another page or with an asset's details open.
    package func address(in organization: OrganizationModel, page: Int? = nil, asset: String? = nil) -> String {
        var query = pairs(page: page ?? self.page)
        query.add("asset", asset)
        return organization.libraryPath + query.suffix
    }

    /// The address of an asset's form or confirmation page, carrying this view so that the way back leads to it.
    package func formAddress(_ id: String, in organization: OrganizationModel, action: String = "") -> String {
        organization.libraryPath + "/assets/" + percentEncoded(id) + action + pairs(page: page).suffix
    }

    private func pairs(page: Int) -> QueryString {
        var query = QueryString()
        query.add("q", text)
        for kind in kinds { query.add("kind", kind.rawValue) }
        query.add("status", shelf == .active ? nil : shelf.rawValue)
        query.add("sort", sort == .newest ? nil : sort.rawValue)
        query.add("page", page > 1 ? String(page) : nil)
        return query
    }
}

/// Which assets are shown; raw values are the `status` parameter's.
package enum LibraryShelf: String, Sendable, CaseIterable {
    case active, archived
}

/// The orders a person can choose; raw values are the `sort` parameter's.
package enum LibrarySort: String, Sendable, CaseIterable {
    case newest = "-createdAt"
    case oldest = "createdAt"
    case recentlyChanged = "-updatedAt"
    case title = "title"
    case largest = "-byteSize"
    case smallest = "byteSize"
}
