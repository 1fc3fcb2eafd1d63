/// The page `/org/{slug}/trash`.
package struct TrashPageModel: Sendable {
    package var sidebar: SidebarModel
    package var items: [Item]
    /// How many there are in all; nil when there are more than was worth counting.
    package var total: Int?
    /// What everything in Trash takes, in bytes.
    package var totalBytes: Int64
    /// After how many days things go by themselves; nil: never.
    package var keptDays: Int?
    /// Whether the person may delete for good; it only decides what is shown.
    package var canPurge: Bool
    package var pagination: PaginationModel
    /// The `notice` parameter: looked up as `notice.<code>`, shown only when the locale has it.
    package var noticeCode: String?
    /// Why something did not work, in the server's words.
    package var problem: String?

    package init(
        sidebar: SidebarModel, items: [Item], total: Int?, totalBytes: Int64, keptDays: Int?, canPurge: Bool,
        pagination: PaginationModel = PaginationModel(), noticeCode: String? = nil, problem: String? = nil
    ) {
        self.sidebar = sidebar
        self.items = items
        self.total = total
        self.totalBytes = totalBytes
        self.keptDays = keptDays
        self.canPurge = canPurge
        self.pagination = pagination
        self.noticeCode = noticeCode
        self.problem = problem
    }

    /// One deleted file.
    package struct Item: Sendable {
        package var id: String
        package var name: String
        package var kind: AssetKindModel
        /// The type the bytes have, such as `image/png`.
        package var mediaType: String
        package var byteSize: Int64?
        /// Seconds since 1970, UTC.
        package var deletedAt: Int64
        /// When it goes by itself, in seconds since 1970, UTC; nil: not by itself.
        package var purgedAt: Int64?
        package var state: State

        package init(
            id: String, name: String, kind: AssetKindModel, mediaType: String, byteSize: Int64?, deletedAt: Int64,
            purgedAt: Int64?, state: State
        ) {
            self.id = id
            self.name = name
            self.kind = kind
            self.mediaType = mediaType
            self.byteSize = byteSize
            self.deletedAt = deletedAt
            self.purgedAt = purgedAt
            self.state = state
        }
    }

    /// Where a deleted file stands.
    package enum State: Sendable, Equatable {
        /// It can be restored.
        case restorable
        /// Its bytes are on their way out.
        case leaving
        /// Its bytes could not be removed, and why, in the server's words.
        case stuck(reason: String)
    }

    var context: PageContext { sidebar.context }
    var organization: OrganizationModel { sidebar.organization }
}
