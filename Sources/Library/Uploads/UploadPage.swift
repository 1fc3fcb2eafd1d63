/// A page of uploads that are no assets yet.
package struct UploadPage: Sendable {
    package let uploads: [Upload]
    /// Where the next page begins; nil on the last.
    package let next: UploadID?
    package let total: Int

    package init(uploads: [Upload], next: UploadID?, total: Int) {
        self.uploads = uploads
        self.next = next
        self.total = total
    }
}
