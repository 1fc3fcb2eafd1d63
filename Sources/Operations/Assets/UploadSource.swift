/// Where an upload's bytes come from: a request's body part, a file.
package protocol UploadSource: Sendable {
    /// Fills the beginning of `buffer` and answers how many bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int

    /// Asked once, after the last byte: `details` with what the client said after its file.
    func completed(_ details: UploadDetails) async throws -> UploadDetails
}

extension UploadSource {
    package func completed(_ details: UploadDetails) async throws -> UploadDetails { details }
}

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

    /// What other fields of a form may add to a declared size.
    static let declaredSlack: Int64 = 64 * 1024

    package init(fileName: String, declaredByteSize: Int64? = nil) {
        self.fileName = fileName
        self.declaredByteSize = declaredByteSize
    }
}
