package import Platform

/// A published blob, opened for reading.
package struct OpenBlob: Sendable {
    /// A regular file holding exactly the blob, positioned at its beginning; closed when the last reference goes.
    package let descriptor: FileDescriptor
    package let byteSize: Int64
    /// When the bytes were written, in seconds since 1970.
    package let modifiedAt: Int64

    package init(descriptor: FileDescriptor, byteSize: Int64, modifiedAt: Int64) {
        self.descriptor = descriptor
        self.byteSize = byteSize
        self.modifiedAt = modifiedAt
    }
}
