/// A store whose blobs can be read, and staged, by whoever holds an address it signs: no bytes pass through this server.
package protocol PresigningBlobStore: BlobStore {
    /// An address that reads the blob under `key` for `lifetime` seconds.
    func presignedRead(_ key: BlobKey, as presentation: BlobPresentation, lifetime: Int64) async throws(BlobError)
        -> PresignedRequest

    /// An address that writes `byteSize` bytes to the plan's key once, for `lifetime` seconds; the key is one clients may write.
    func presignedWrite(_ plan: BlobPlan, byteSize: Int64, lifetime: Int64) async throws(BlobError) -> PresignedRequest
}

/// What a signed address says of the blob it answers; nil leaves what was stored with it.
package struct BlobPresentation: Hashable, Sendable {
    package var mimeType: String?
    /// The value of `Content-Disposition`.
    package var disposition: String?

    package init(mimeType: String? = nil, disposition: String? = nil) {
        self.mimeType = mimeType
        self.disposition = disposition
    }
}

/// A request anybody may make until it expires.
package struct PresignedRequest: Sendable {
    package let method: String
    package let url: String
    /// Fields that are part of the signature: the request must carry them as they are.
    package let headers: [(name: String, value: String)]
    /// Seconds since 1970.
    package let expiresAt: Int64

    package init(method: String, url: String, headers: [(name: String, value: String)] = [], expiresAt: Int64) {
        self.method = method
        self.url = url
        self.headers = headers
        self.expiresAt = expiresAt
    }
}
