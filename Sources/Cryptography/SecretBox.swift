internal import CSodium

/// Encrypts small values so that only who has the key reads them, and notices when they were changed (XSalsa20-Poly1305).
package enum SecretBox {
    /// - Parameter key: 32 bytes, such as ``ServerSecret/key(for:)`` answers.
    package static func seal(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        Sodium.prepare()
        precondition(key.count == Int(crypto_secretbox_KEYBYTES), "a key has 32 bytes")
        let nonce = RandomToken.random(Int(crypto_secretbox_NONCEBYTES))
        var sealed = [UInt8](repeating: 0, count: message.count + Int(crypto_secretbox_MACBYTES))
        crypto_secretbox_easy(&sealed, message, UInt64(message.count), nonce, key)
        return nonce + sealed
    }

    /// What was sealed; nil under another key, or when a byte is not as it was.
    package static func open(_ box: [UInt8], key: [UInt8]) -> [UInt8]? {
        Sodium.prepare()
        let overhead = Int(crypto_secretbox_NONCEBYTES) + Int(crypto_secretbox_MACBYTES)
        guard box.count >= overhead, key.count == Int(crypto_secretbox_KEYBYTES) else { return nil }
        let nonce = Array(box.prefix(Int(crypto_secretbox_NONCEBYTES)))
        let sealed = Array(box.dropFirst(nonce.count))
        var message = [UInt8](repeating: 0, count: box.count - overhead)
        guard crypto_secretbox_open_easy(&message, sealed, UInt64(sealed.count), nonce, key) == 0 else { return nil }
        return message
    }
}
