/// A published blob, as a listing shows it.
package struct BlobEntry: Hashable, Sendable {
    package let key: BlobKey
    package let byteSize: Int64
    /// When the bytes were written, in seconds since 1970.
    package let modifiedAt: Int64

    package init(key: BlobKey, byteSize: Int64, modifiedAt: Int64) {
        self.key = key
        self.byteSize = byteSize
        self.modifiedAt = modifiedAt
    }
}
