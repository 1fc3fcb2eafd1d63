internal import CSodium

/// Message authentication with a shared key (RFC 2104 with SHA-256), for messages of some hundred bytes: about 1 µs.
package enum HMACSHA256 {
    /// The 32 bytes that prove `message` was signed with `key`, which may have any length.
    package static func sign(key: [UInt8], message: [UInt8]) -> [UInt8] {
        Sodium.prepare()
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        return [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { buffer, count in
            crypto_auth_hmacsha256_final(&state, buffer.baseAddress!)
            count = SHA256.byteCount
        }
    }

    /// Whether `signature` is the one of `message`, compared in constant time.
    package static func verify(_ signature: [UInt8], key: [UInt8], message: [UInt8]) -> Bool {
        constantTimeEqual(signature, sign(key: key, message: message))
    }
}
