internal import Cryptography

/// The proof in the query of a `/files` address that opens private and trashed files too, for a while (CONTRACT, `/files`).
///
/// The signature covers the method, the key, the disposition and the end: none of them can be taken for another.
package struct AddressSignature: Sendable {
    /// Seconds since 1970, UTC.
    package let expires: Int64
    package let isAttachment: Bool
    let signature: [UInt8]

    /// Reads `expires=…&signature=…`, with `disposition=attachment` or without, in this order and with nothing beside it; nil for
    /// anything else.
    package init?(query: some StringProtocol) {
        var rest = query.split(separator: "&", omittingEmptySubsequences: false)[...]
        isAttachment = rest.first.map { $0 == Self.attachment } ?? false
        if isAttachment { rest = rest.dropFirst() }
        guard rest.count == 2, let first = rest.first, let last = rest.last, first.hasPrefix("expires="),
            last.hasPrefix("signature="), let expires = Int64(first.dropFirst(8)),
            let signature = Base64URL.decode(String(last.dropFirst(10)))
        else { return nil }
        self.expires = expires
        self.signature = signature
    }

    init(of key: String, expires: Int64, isAttachment: Bool, by signingKey: [UInt8]) {
        self.expires = expires
        self.isAttachment = isAttachment
        signature = HMACSHA256.sign(key: signingKey, message: Self.message(key, expires, isAttachment))
    }

    var query: String {
        "\(isAttachment ? "\(Self.attachment)&" : "")expires=\(expires)&signature=\(Base64URL.encode(signature))"
    }

    func isValid(for key: String, _ signingKey: [UInt8]) -> Bool {
        HMACSHA256.verify(signature, key: signingKey, message: Self.message(key, expires, isAttachment))
    }

    private static let attachment = "disposition=attachment"

    private static func message(_ key: String, _ expires: Int64, _ isAttachment: Bool) -> [UInt8] {
        Array("GET\n\(key)\n\(isAttachment ? "attachment" : "inline")\n\(expires)".utf8)
    }
}
