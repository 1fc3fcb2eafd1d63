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
    /// Nil for the whole library.
    package var folder: FolderPlace?
    /// Every one of these, normalized (M31).
    package var tags: [String]
    /// Only what content uses, or only what none does (M34); nil for both.
    package var use: LibraryUse?
    /// What logical paths begin with, such as `2026/`; empty for all (M32).
    package var pathPrefix: String

    package init(
        text: String = "", kinds: [AssetKindModel] = [], shelf: LibraryShelf = .active, sort: LibrarySort = .newest,
        page: Int = 1,
        folder: FolderPlace? = nil, tags: [String] = [], use: LibraryUse? = nil, pathPrefix: String = ""
    ) {
        self.text = text
        self.kinds = kinds
        self.shelf = shelf
        self.sort = sort
        self.page = page
        self.folder = folder
        self.tags = tags
        self.use = use
        self.pathPrefix = pathPrefix
    }

    /// Whether fewer than all assets of the place are asked for.
    package var isFiltered: Bool { !text.isEmpty || !kinds.isEmpty || shelf != .active || hasChips }

    /// Whether filters are set that the toolbar does not show.
    var hasChips: Bool { !tags.isEmpty || use != nil || !pathPrefix.isEmpty }

    /// Whether folders below the open one are looked into too: where words are looked for.
    package var looksBelow: Bool { !text.isEmpty || !tags.isEmpty || !pathPrefix.isEmpty }

    /// The same place with nothing filtered.
    package var unfiltered: LibraryQuery { LibraryQuery(sort: sort, folder: folder) }

    /// Another view of the same order, on its first page.
    package func changed(_ change: (inout LibraryQuery) -> Void) -> LibraryQuery {
        var query = self
        query.page = 1
        change(&query)
        return query
    }

    /// The address of this view, optionally on another page or with an asset's details open.
    package func address(in organization: OrganizationModel, page: Int? = nil, asset: String? = nil) -> String {
        var query = self
        query.page = page ?? self.page
        return query.address(organization.libraryPath, asset.map { [("asset", $0)] } ?? [])
    }

    /// The address of an asset's form or confirmation page, carrying this view so that the way back leads to it.
    package func formAddress(
        _ id: String, in organization: OrganizationModel, action: String = "", _ more: [(name: String, value: String)] = []
    ) -> String {
        address(organization.libraryPath + "/assets/" + percentEncoded(id) + action, more)
    }

    /// The address of a page about a folder, or about folders, carrying this view.
    package func folderAddress(
        _ id: String?, in organization: OrganizationModel, action: String = "", _ more: [(name: String, value: String)] = []
    ) -> String {
        address(organization.libraryPath + "/folders" + (id.map { "/" + percentEncoded($0) } ?? "") + action, more)
    }

    /// The address of a page about several assets, carrying this view.
    package func bulkAddress(
        in organization: OrganizationModel, action: String = "", _ more: [(name: String, value: String)] = []
    ) -> String {
        address(organization.libraryPath + "/bulk" + action, more)
    }

    /// Where the upload form posts to; what it brings lands in the open folder.
    func uploadAddress(in organization: OrganizationModel) -> String { address(organization.libraryPath + "/upload") }

    /// The form that adds something by its address; it lands in the open folder too.
    func addressFormAddress(in organization: OrganizationModel) -> String {
        unfiltered.address(organization.libraryPath + "/add")
    }

    private func address(_ path: String, _ more: [(name: String, value: String)] = []) -> String {
        var query = QueryString()
        for (name, value) in parameters + more { query.add(name, value) }
        return path + query.suffix
    }

    /// The address's parameters, in order: what differs from the plain library, and nothing else.
    package var parameters: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { pairs.append((name, value)) }
        }
        add("folder", folder?.parameter)
        add("q", text)
        for kind in kinds { add("kind", kind.rawValue) }
        for tag in tags { add("tag", tag) }
        add("path", pathPrefix)
        add("usage", use?.rawValue)
        add("status", shelf == .active ? nil : shelf.rawValue)
        add("sort", sort == .newest ? nil : sort.rawValue)
        add("page", page > 1 ? String(page) : nil)
        return pairs
    }
}

/// Which assets are shown; raw values are the `status` parameter's.
package enum LibraryShelf: String, Sendable, CaseIterable {
    case active, archived
}

/// Whether content uses an asset; raw values are the `usage` parameter's.
package enum LibraryUse: String, Sendable, CaseIterable {
    case orphaned, used
}

/// The orders a person can choose; raw values are the `sort` parameter's.
package enum LibrarySort: String, Sendable, CaseIterable {
    case newest = "-createdAt"
    case oldest = "createdAt"
    case recentlyChanged = "-updatedAt"
    case longestUnchanged = "updatedAt"
    case title = "title"
    case titleBackwards = "-title"
    case largest = "-byteSize"
    case smallest = "byteSize"
}
