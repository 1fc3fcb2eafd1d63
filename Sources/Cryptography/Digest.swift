internal import COpenSSL

/// A digest by an algorithm that somebody else chose, of bytes as they come; for what is ours there is ``SHA256``.
///
/// Not thread-safe. Hashing blocks for its length: do large amounts on a `BlockingPool`.
package final class Digest {
    package enum Algorithm: String, CaseIterable, Sendable {
        case sha1, sha256, sha512
    }

    private let context: OpaquePointer
    private let byteCount: Int

    package init(_ algorithm: Algorithm) {
        let known = EVP_get_digestbyname(algorithm.rawValue)
        let context = EVP_MD_CTX_new()
        // Fails only without memory or without SHA-1 and SHA-2 in the library; a wrong digest would be worse than to stop.
        precondition(
            known != nil && context != nil && EVP_DigestInit_ex(context, known, nil) == 1, "OpenSSL has no \(algorithm.rawValue)")
        self.context = context!
        byteCount = Int(EVP_MD_get_size(known))
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: UnsafeRawBufferPointer) {
        let code = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(code == 1, "update after finalize")
    }

    /// The digest; the object takes no more bytes after this.
    package func finalize() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            let code = EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            precondition(code == 1, "finalize twice")
            count = byteCount
        }
    }
}
