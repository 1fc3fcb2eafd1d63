/// Where an upload's bytes come from: a request's body part, a file.
package protocol UploadSource: Sendable {
    /// Fills the beginning of `buffer` and answers how many bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int
}

/// What a door knows about an upload before its bytes arrive.
package struct UploadDetails: Sendable {
    /// As the client called the file.
    package var fileName: String
    /// The file's size if the client said so: reserved before the first byte, and never trusted.
    package var declaredByteSize: Int64?
    package var title: String?
    package var description: String?
    package var altText: String?
    package var label: String?

    package init(fileName: String, declaredByteSize: Int64? = nil) {
        self.fileName = fileName
        self.declaredByteSize = declaredByteSize
    }
}
