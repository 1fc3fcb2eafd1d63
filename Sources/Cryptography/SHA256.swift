internal import COpenSSL

/// A SHA-256 digest of bytes as they come; about 1.6 GB/s.
///
/// Not thread-safe. Hashing blocks for its length: do large amounts on a `BlockingPool`.
package final class SHA256 {
    package static let byteCount = 32

    // Fetched once: asking for it by name takes locks. Safe because OpenSSL never changes an algorithm it has handed out.
    private nonisolated(unsafe) static let algorithm = EVP_MD_fetch(nil, "SHA256", nil)

    private let context: OpaquePointer

    package init() {
        let context = EVP_MD_CTX_new()
        // Fails only without memory or without SHA-256 in the library; a wrong digest would be worse than to stop.
        precondition(context != nil && EVP_DigestInit_ex(context, Self.algorithm, nil) == 1, "OpenSSL has no SHA-256")
        self.context = context!
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: UnsafeRawBufferPointer) {
        let code = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(code == 1, "update after finalize")
    }

    package func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The digest's 32 bytes; the object takes no more bytes after this.
    package func finalize() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
            let code = EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            precondition(code == 1, "finalize twice")
            count = Self.byteCount
        }
    }

    package static func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { hash($0) } }

    package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let digest = SHA256()
        digest.update(bytes)
        return digest.finalize()
    }

    /// The digest of the UTF-8 of `text`, for tokens kept only as their digest.
    package static func hash(_ text: String) -> [UInt8] { hash(Array(text.utf8)) }
}
