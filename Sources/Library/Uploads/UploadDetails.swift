/// What a door knows about an upload before its bytes arrive.
package struct UploadDetails: Sendable {
    /// As the client called the file.
    package var fileName: String
    /// The file's size as far as the request tells, at most ``declaredSlack`` too much: reserved before the first byte, never trusted.
    package var declaredByteSize: Int64?
    package var title: String?
    package var description: String?
    package var altText: String?
    package var label: String?
    package var folderID: FolderID?
    /// Blank, as nil, stands for the file's name (M32).
    package var logicalPath: String?
    /// As they were given; normalized with the asset's other texts.
    package var tags: [String] = []
    package var mediaType: MediaTypeRole?
    package var visibility: Visibility?
    package var onDuplicate: OnDuplicate = .copy
    /// Where the file was fetched from (M9); nil for one that was sent.
    package var sourceURL: String?
    /// Whether the file's name, where that is the path and taken, gets `-2` to `-100` and nothing else, whatever the policy says: the
    /// way of Markdown editors (M17).
    package var numbersTakenName = false
    /// Of a file that is imported from elsewhere.
    package var provenance: Provenance?

    /// What other fields of a form may add to a declared size.
    package static let declaredSlack: Int64 = 64 * 1024

    package init(fileName: String, declaredByteSize: Int64? = nil) {
        self.fileName = fileName
        self.declaredByteSize = declaredByteSize
    }
}
