internal import COpenSSL

/// Message authentication with a shared key (RFC 2104 with SHA-256).
package enum HMACSHA256 {
    /// The 32 bytes that prove `message` was signed with `key`.
    package static func sign(key: [UInt8], message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { buffer, count in
            let result = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, buffer.baseAddress, nil)
            precondition(result != nil, "OpenSSL has no HMAC")
            count = SHA256.byteCount
        }
    }

    /// Whether `signature` is the one of `message`, compared in constant time.
    package static func verify(_ signature: [UInt8], key: [UInt8], message: [UInt8]) -> Bool {
        constantTimeEqual(signature, sign(key: key, message: message))
    }
}
