/// The picture an organization is known by (M66). Its bytes are public and do not count to the quota: quotas count the originals of
/// assets, and a logo is bounded by itself.
package struct OrganizationLogo: Hashable, Sendable {
    /// The largest logo, in bytes: 2 MB.
    package static let maximumBytes = 2 * Int64.mebibyte

    /// What a logo may be, by its bytes. An SVG is only ever shown as a picture, where it cannot run script (SAFETY, first threat).
    package static let acceptedTypes = AcceptedTypes.mimeTypes([
        "image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml",
    ])

    package let place: StoragePlace
    package let key: String
    package let mimeType: String
    package let byteSize: Int64
    /// SHA-256 of the bytes.
    package let checksum: [UInt8]
    package let updatedAt: Timestamp

    package init(
        place: StoragePlace, key: String, mimeType: String, byteSize: Int64, checksum: [UInt8], updatedAt: Timestamp
    ) {
        self.place = place
        self.key = key
        self.mimeType = mimeType
        self.byteSize = byteSize
        self.checksum = checksum
        self.updatedAt = updatedAt
    }

    /// Where this server answers with it; the base address of the media bucket is not that of logos (M23).
    package var publicPath: String { "/files/\(key)" }

    /// Whether `other` is the same blob in the same place.
    package func isSameBlob(as other: OrganizationLogo) -> Bool { key == other.key && place == other.place }
}
