/// The page `/detached-assets`: files whose organization was deleted.
package struct DetachedAssetsPageModel: Sendable {
    /// One of them.
    package struct Item: Sendable {
        package var id: String
        package var name: String
        package var kind: AssetKindModel
        package var byteSize: Int64?
        /// Nil where it does not answer: trashed, or being deleted.
        package var publicURL: String?
        package var organizationName: String
        package var organizationSlug: String
        package var organizationDeletedAt: Int64
        /// Whether its deletion began and has not ended.
        package var isDeleting: Bool
        package var isTrashed: Bool
        /// Why the last attempt to remove its bytes failed.
        package var deletionError: String?

        package init(
            id: String, name: String, kind: AssetKindModel, byteSize: Int64?, publicURL: String?, organizationName: String,
            organizationSlug: String, organizationDeletedAt: Int64, isDeleting: Bool, isTrashed: Bool, deletionError: String?
        ) {
            self.id = id
            self.name = name
            self.kind = kind
            self.byteSize = byteSize
            self.publicURL = publicURL
            self.organizationName = organizationName
            self.organizationSlug = organizationSlug
            self.organizationDeletedAt = organizationDeletedAt
            self.isDeleting = isDeleting
            self.isTrashed = isTrashed
            self.deletionError = deletionError
        }
    }

    package var context: PageContext
    package var items: [Item]
    /// Nil when there are too many to count.
    package var total: Int?
    /// The cursor of older ones; nil when there are none.
    package var next: String?
    package var noticeCode: String?
    /// Why a deletion was not finished, in the server's words.
    package var problem: String?

    package init(
        context: PageContext, items: [Item], total: Int?, next: String? = nil, noticeCode: String? = nil, problem: String? = nil
    ) {
        self.context = context
        self.items = items
        self.total = total
        self.next = next
        self.noticeCode = noticeCode
        self.problem = problem
    }
}
