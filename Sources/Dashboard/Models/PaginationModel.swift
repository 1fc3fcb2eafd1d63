/// The ways from this page of results to the others.
package struct PaginationModel: Sendable {
    package var previousURL: String?
    package var nextURL: String?
    package var pages: [PageLinkModel]

    /// - Parameter pages: the numbers to show, in order; a gap between two numbers is shown as one.
    package init(previousURL: String? = nil, nextURL: String? = nil, pages: [PageLinkModel] = []) {
        self.previousURL = previousURL
        self.nextURL = nextURL
        self.pages = pages
    }

    /// Numbered pages around the current one.
    ///
    /// - Parameter pageCount: nil when the total is not known; then only `hasNext` says whether there is more.
    package static func numbered(
        _ query: LibraryQuery, in organization: OrganizationModel, pageCount: Int?, hasNext: Bool
    ) -> PaginationModel {
        let current = query.page
        let last = max(current, pageCount ?? (hasNext ? current + 1 : current))
        guard last > 1 else { return PaginationModel() }
        let shown = Set([1, last] + (current - 1...current + 1)).filter { (1...last).contains($0) }.sorted()
        return PaginationModel(
            previousURL: current > 1 ? query.address(in: organization, page: current - 1) : nil,
            nextURL: hasNext ? query.address(in: organization, page: current + 1) : nil,
            pages: shown.map {
                PageLinkModel(number: $0, url: query.address(in: organization, page: $0), isCurrent: $0 == current)
            })
    }
}

/// One page number.
package struct PageLinkModel: Sendable {
    package var number: Int
    package var url: String
    package var isCurrent: Bool

    package init(number: Int, url: String, isCurrent: Bool) {
        self.number = number
        self.url = url
        self.isCurrent = isCurrent
    }
}
