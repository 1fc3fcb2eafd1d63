/// An address in a document, and which logical path it may be (M44).
package struct WrittenAddress: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// Whether it is an address as it stands: it has a scheme, begins with `/` or `#`, or is empty. All others are logical paths.
    package var passesThrough: Bool { text.isEmpty || text.hasPrefix("/") || text.hasPrefix("#") || hasScheme }

    /// A logical path this may mean, and what follows it in the address.
    package struct Reading: Hashable, Sendable {
        /// In NFC, percent-encoding decoded once.
        package let path: String
        /// `#page=3`, or nothing.
        package let fragment: String
    }

    /// The best first: the whole; then, as a path may hold a `#` too, what stands before one. Nothing else is taken off.
    package var readings: [Reading] {
        if passesThrough { return [] }
        let whole = Reading(path: Self.decoded(text[...]), fragment: "")
        guard let hash = text.firstIndex(of: "#") else { return [whole] }
        return [whole, Reading(path: Self.decoded(text[..<hash]), fragment: String(text[hash...]))]
    }

    private var hasScheme: Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let first = text.utf8.first, Self.isLetter(first) else {
            return false
        }
        return text.utf8[..<colon].allSatisfy { byte in
            Self.isLetter(byte) || "0123456789+-.".utf8.contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Sequences that are none, and those that are not UTF-8 afterwards, stay as they are.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.first {
            let digits = rest.dropFirst().prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(isHexDigit),
                let value = UInt8(String(Substring(digits)), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return (String(validating: bytes, as: UTF8.self) ?? String(text)).normalizedNFC
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        Self.isLetter(byte) ? byte | 0x20 <= UInt8(ascii: "f") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
