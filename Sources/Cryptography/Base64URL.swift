internal import CSodium

/// Bytes in the URL-safe base64 alphabet without padding (RFC 4648 §5).
package enum Base64URL {
    package static func encode(_ bytes: [UInt8]) -> String {
        let capacity = (bytes.count * 4 + 2) / 3 + 1  // with the terminating NUL
        return String(unsafeUninitializedCapacity: capacity) { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                _ = sodium_bin2base64($0.baseAddress!, capacity, bytes, bytes.count, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
            }
            return capacity - 1
        }
    }

    /// Nil for any other character (padding and spaces too) and for a text `encode` would not write for its bytes.
    package static func decode(_ text: String) -> [UInt8]? {
        // libsodium 1.0.18 takes bytes over 127 for digits.
        var isValid = text.utf8.allSatisfy { $0 < 0x80 }
        let characters = text.utf8.map(CChar.init(bitPattern:))
        let result = [UInt8](unsafeUninitializedCapacity: characters.count) { buffer, count in
            let code =
                sodium_base642bin(
                    buffer.baseAddress!, buffer.count, characters, characters.count, nil, &count, nil,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING)
            isValid = isValid && code == 0
        }
        return isValid ? result : nil
    }
}
