package import Library

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
