/// A file on its way whose bytes come by requests of their own: in pieces (tus), or straight into staging (presigned).
///
/// Its quota is reserved from the beginning. What has arrived lies in parts under ``StorageKey/uploadPrefix(_:_:)`` until the
/// upload is finished, given up or expired; a finished one names its asset until it expires.
package struct Upload: Sendable {
    package let id: UploadID
    package let organizationID: OrganizationID
    package let method: UploadMethod
    /// What the client said about the file to come.
    package var details: UploadDetails
    /// As declared at the beginning; every byte of it has to come.
    package let byteSize: Int64
    /// The client's word, for what a store demands of a presigned request; never the asset's type.
    package let mimeType: String?
    /// `Upload-Metadata` as a tus client sent it, which is told it again.
    package let clientMetadata: String?
    /// SHA-256 as declared, where it was.
    package let checksum: [UInt8]?
    /// Where its parts lie.
    package let place: StoragePlace
    /// How many bytes have arrived and are durable, from the first on.
    package var receivedBytes: Int64
    /// Quota held; 0 once an asset's row or another intent has taken it over.
    package var reservedBytes: Int64
    /// Counts the writers; only the newest may add bytes.
    package var fence: Int64
    /// What the finished upload became.
    package var assetID: AssetID?
    package let createdBy: UserID?
    package let createdAt: Timestamp
    package var expiresAt: Timestamp
    /// By the database's clock, when it was read.
    package let isExpired: Bool

    package init(
        id: UploadID, organizationID: OrganizationID, method: UploadMethod, details: UploadDetails, byteSize: Int64,
        mimeType: String? = nil, clientMetadata: String? = nil, checksum: [UInt8]? = nil, place: StoragePlace,
        receivedBytes: Int64 = 0, reservedBytes: Int64,
        fence: Int64 = 0, assetID: AssetID? = nil, createdBy: UserID?, createdAt: Timestamp, expiresAt: Timestamp,
        isExpired: Bool = false
    ) {
        self.id = id
        self.organizationID = organizationID
        self.method = method
        self.details = details
        self.byteSize = byteSize
        self.mimeType = mimeType
        self.clientMetadata = clientMetadata
        self.checksum = checksum
        self.place = place
        self.receivedBytes = receivedBytes
        self.reservedBytes = reservedBytes
        self.fence = fence
        self.assetID = assetID
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.isExpired = isExpired
    }

    /// Whether it was given up, or expired, and waits for its bytes to be removed: to clients it is gone.
    package var isEnded: Bool { expiresAt == Self.ended }

    /// What ``expiresAt`` is then.
    package static let ended = Timestamp(microseconds: 0)

    /// Whether every byte is there; of a presigned upload nobody knows before it is registered.
    package var isComplete: Bool { method == .tus && receivedBytes == byteSize }
}

/// Bytes of an ``Upload`` that have arrived, kept in one blob.
package struct UploadPart: Hashable, Sendable {
    /// Of its first byte in the file.
    package let position: Int64
    package let key: String
    package let byteSize: Int64

    package init(position: Int64, key: String, byteSize: Int64) {
        self.position = position
        self.key = key
        self.byteSize = byteSize
    }

    /// More are not kept of one upload: bytes have to come in pieces of sensible size.
    package static let maximumCount = 10_000

    /// What a long request is cut into, in bytes: a kill loses at most so much. Larger for files of which it would make too many.
    package static func preferredSize(of byteSize: Int64) -> Int64 {
        max(8 * .mebibyte, (byteSize / Int64(maximumCount / 2) / .mebibyte + 1) * .mebibyte)
    }
}

/// How the bytes of an ``Upload`` come.
package enum UploadMethod: String, CaseIterable, Sendable {
    /// In pieces that can be resumed, by the tus protocol (M20).
    case tus
    /// In one request to an address signed for it, a bucket's or this server's (M19).
    case presigned
}

package typealias UploadID = ID<Upload>
