/// Builds an address's query, percent-encoding names and values; the order given is the order kept.
package struct QueryString: Sendable {
    private var pairs: [String] = []

    /// An empty query.
    package init() {}

    /// Adds one pair; a missing or empty value adds nothing.
    package mutating func add(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        pairs.append("\(percentEncoded(name))=\(percentEncoded(value))")
    }

    /// `?a=1&b=2`, or nothing when no pair was added.
    package var suffix: String {
        pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}

/// Text as one path segment or query value: everything but letters, digits and `-._~` is percent-encoded.
package func percentEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
        if isUnreserved(byte) { encoded.append(byte) } else { appendPercentEncoded(byte, to: &encoded) }
    }
    return String(decoding: encoded, as: UTF8.self)
}

private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: false
    }
}
