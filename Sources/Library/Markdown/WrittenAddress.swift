/// An address in a document, and which logical path it may be (M44).
package struct WrittenAddress: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// Whether it is an address as it stands: it has a scheme, begins with `/` or `#`, or is empty. All others are logical paths.
    package var passesThrough: Bool { text.isEmpty || text.hasPrefix("/") || text.hasPrefix("#") || hasScheme }

    /// A logical path this may mean, and what follows it in the address.
    package struct Reading: Hashable, Sendable {
        /// In NFC, percent-encoding decoded once; sequences that are none stay as they are.
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

    private static func decoded(_ text: Substring) -> String { PercentDecoding.decodedAsFarAsPossible(text).normalizedNFC }
}
