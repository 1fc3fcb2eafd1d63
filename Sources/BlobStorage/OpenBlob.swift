package import Platform

/// A published blob, opened for reading.
package struct OpenBlob: Sendable {
    package let byteSize: Int64
    /// When the bytes were written, in seconds since 1970.
    package let modifiedAt: Int64
    private let source: Source

    private enum Source: Sendable {
        case file(FileDescriptor)
        case remote(any RemoteBlob)
    }

    /// A blob that is a regular file here: `file` holds exactly the blob, and keeps it readable when the blob is deleted.
    package init(file: FileDescriptor, byteSize: Int64, modifiedAt: Int64) {
        source = .file(file)
        self.byteSize = byteSize
        self.modifiedAt = modifiedAt
    }

    /// A blob that is read from elsewhere, piece by piece.
    package init(remote: any RemoteBlob, byteSize: Int64, modifiedAt: Int64) {
        source = .remote(remote)
        self.byteSize = byteSize
        self.modifiedAt = modifiedAt
    }

    /// The blob as a file, where the store keeps it as one; nil when it is elsewhere.
    package var localFile: FileDescriptor? {
        if case .file(let file) = source { file } else { nil }
    }

    /// A regular file that holds exactly the blob; one that is elsewhere is fetched first, and removed when the file is closed.
    package func file() async throws(BlobError) -> FileDescriptor {
        switch source {
        case .file(let file): file
        case .remote(let blob): try await blob.download()
        }
    }

    /// The bytes of `range`, which must lie within the blob, in order.
    package func stream(_ range: Range<Int64>) async throws(BlobError) -> any BlobStream {
        switch source {
        case .file(let file): FileStream(file, range)
        case .remote(let blob): try await blob.stream(range)
        }
    }
}

/// A blob that is not on this machine, as its store reads it. It is one version of the bytes: once they are deleted or changed
/// reading fails with `.notFound`, and never gives other bytes.
package protocol RemoteBlob: Sendable {
    func stream(_ range: Range<Int64>) async throws(BlobError) -> any BlobStream

    /// Fetches all of it into a file that is removed when closed.
    func download() async throws(BlobError) -> FileDescriptor
}

/// Bytes on their way out of a store. One task at a time uses it.
package protocol BlobStream: AnyObject, Sendable {
    /// Fills the beginning of `buffer` and answers how many bytes; 0 at the end of the range and not before: a stream cut short is
    /// an error. May block: call it from a task that runs where blocking is allowed.
    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(BlobError) -> Int
}
