/// A page of uploads that are no assets yet.
package struct UploadPage: Sendable {
    package let uploads: [Upload]
    /// Where the next page begins; nil on the last.
    package let next: UploadCursor?
    package let total: Int

    package init(uploads: [Upload], next: UploadCursor?, total: Int) {
        self.uploads = uploads
        self.next = next
        self.total = total
    }
}

/// Where a list of uploads goes on: after this one.
package struct UploadCursor: Hashable, Sendable {
    package let createdAt: Timestamp
    package let id: UploadID

    package init(createdAt: Timestamp, id: UploadID) {
        self.createdAt = createdAt
        self.id = id
    }
}
