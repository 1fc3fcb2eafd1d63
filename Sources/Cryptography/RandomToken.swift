internal import CSodium

/// Secrets from the system's random generator.
package enum RandomToken {
    /// A secret of `bytes` random bytes as unpadded base64url (43 characters for 32).
    package static func make(bytes: Int = 32) -> String { Base64URL.encode(random(bytes)) }

    package static func random(_ count: Int) -> [UInt8] {
        Sodium.prepare()
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let start = buffer.baseAddress { randombytes_buf(start, count) }
            initialized = count
        }
    }
}
