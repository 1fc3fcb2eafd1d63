internal import Cryptography
package import Library

/// Where the bytes of a presigned upload are to be written, by whoever knows it (M19).
package struct UploadAddress: Sendable {
    package let method: String
    /// Root-relative where this server takes the bytes.
    package let url: String
    /// The request must carry them as they are.
    package let headers: [(name: String, value: String)]
    package let expiresAt: Timestamp
}

/// The proof in the query of such an address of this server: it covers the method, the upload's one key, its size and the end.
package struct UploadSignature: Sendable {
    package let organization: OrganizationID
    /// Seconds since 1970, UTC.
    package let expires: Int64
    private let signature: [UInt8]

    /// Reads `organization=…&expires=…&signature=…`, in this order and with nothing beside it; nil for anything else.
    package init?(query: some StringProtocol) {
        let fields = query.split(separator: "&", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].hasPrefix("organization="), fields[1].hasPrefix("expires="),
            fields[2].hasPrefix("signature="), let organization = OrganizationID(fields[0].dropFirst(13)),
            let expires = Int64(fields[1].dropFirst(8)), let signature = Base64URL.decode(String(fields[2].dropFirst(10)))
        else { return nil }
        self.organization = organization
        self.expires = expires
        self.signature = signature
    }

    init(of upload: Upload, expires: Int64, by signingKey: [UInt8]) {
        organization = upload.organizationID
        self.expires = expires
        signature = HMACSHA256.sign(key: signingKey, message: Self.message(upload, expires))
    }

    var query: String { "organization=\(organization)&expires=\(expires)&signature=\(Base64URL.encode(signature))" }

    func isValid(for upload: Upload, _ signingKey: [UInt8]) -> Bool {
        HMACSHA256.verify(signature, key: signingKey, message: Self.message(upload, expires))
    }

    private static func message(_ upload: Upload, _ expires: Int64) -> [UInt8] {
        Array("PUT\n\(StorageKey.presignedUpload(upload.organizationID, upload.id))\n\(upload.byteSize)\n\(expires)".utf8)
    }
}
