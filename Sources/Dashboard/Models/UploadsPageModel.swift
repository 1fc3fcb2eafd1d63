/// The page `/org/{slug}/uploads`: files on their way that are none of the library's yet.
package struct UploadsPageModel: Sendable {
    /// One of them.
    package struct Item: Sendable {
        package var id: String
        package var name: String
        package var byteSize: Int64
        /// Nil where the bytes go to a signed address: what is there is seen when it is registered.
        package var receivedBytes: Int64?
        /// Seconds since 1970, UTC.
        package var createdAt: Int64
        /// When it goes by itself, in seconds since 1970, UTC.
        package var expiresAt: Int64

        package init(id: String, name: String, byteSize: Int64, receivedBytes: Int64?, createdAt: Int64, expiresAt: Int64) {
            self.id = id
            self.name = name
            self.byteSize = byteSize
            self.receivedBytes = receivedBytes
            self.createdAt = createdAt
            self.expiresAt = expiresAt
        }
    }

    package var sidebar: SidebarModel
    package var items: [Item]
    package var total: Int
    /// The cursor of older ones; nil when there are none.
    package var next: String?
    /// Whether others' uploads are among them.
    package var isEverybodys: Bool
    package var noticeCode: String?

    package init(
        sidebar: SidebarModel, items: [Item], total: Int, next: String? = nil, isEverybodys: Bool, noticeCode: String? = nil
    ) {
        self.sidebar = sidebar
        self.items = items
        self.total = total
        self.next = next
        self.isEverybodys = isEverybodys
        self.noticeCode = noticeCode
    }

    var context: PageContext { sidebar.context }
    var path: String { sidebar.organization.uploadsPath }
}
