package import Library

/// How long uploads in several requests are kept, and how many.
package enum UploadSettings {
    /// A day after the last byte (`VITRINE_UPLOAD_LIFETIME`), in seconds.
    package static let defaultLifetime: Int64 = 86_400
    /// From a second to thirty days.
    package static let lifetimes: ClosedRange<Int64> = 1...2_592_000
    /// So many that are no assets yet an organization may have at a time: each is a row, however small it is.
    package static let maximumPerOrganization = 1_000

    /// An attempt to make the asset says that often that it lives, in seconds, …
    static let signInterval: Int64 = 2
    /// … and counts as dead when it was silent for that long: then another may begin.
    static let silence: Int64 = 6
}

/// What a client announces of an upload whose bytes are to come.
package struct NewUpload: Sendable {
    package let method: UploadMethod
    package var details: UploadDetails
    package let byteSize: Int64
    /// The client's word; for a presigned request.
    package var mimeType: String?
    /// `Upload-Metadata`, as it came.
    package var clientMetadata: String?
    /// SHA-256 the file has to have.
    package var checksum: [UInt8]?

    package init(
        _ method: UploadMethod, _ details: UploadDetails, byteSize: Int64, mimeType: String? = nil,
        clientMetadata: String? = nil, checksum: [UInt8]? = nil
    ) {
        self.method = method
        self.details = details
        self.byteSize = byteSize
        self.mimeType = mimeType
        self.clientMetadata = clientMetadata
        self.checksum = checksum
    }
}
