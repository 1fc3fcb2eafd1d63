/// A stored file that belongs to no organization: everybody reads it, and it stays for good (M1, M24).
package struct GlobalBlob: Hashable, Sendable {
    package let place: StoragePlace
    package let key: String
    package let mimeType: String
    package let byteSize: Int64
    /// SHA-256 of the bytes.
    package let checksum: [UInt8]
    package let createdAt: Timestamp

    package init(
        place: StoragePlace, key: String, mimeType: String, byteSize: Int64, checksum: [UInt8], createdAt: Timestamp
    ) {
        self.place = place
        self.key = key
        self.mimeType = mimeType
        self.byteSize = byteSize
        self.checksum = checksum
        self.createdAt = createdAt
    }
}
