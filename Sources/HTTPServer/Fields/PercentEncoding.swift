/// Percent-encoding of addresses (RFC 3986 2.1).
package enum PercentEncoding {
    /// Why a text cannot be decoded.
    package enum Failure: Error, Sendable, Equatable {
        /// A `%` without two hexadecimal digits.
        case malformedEscape
        case notUTF8
        /// A NUL, written or escaped; no name here holds one.
        case nul
    }

    /// Where a text is to stand.
    package enum Position: Sendable {
        /// One segment of a path: `/` is escaped.
        case pathSegment
        /// A whole path: `/` stays.
        case path
        /// A name or value of a query or form.
        case query
    }

    /// The text `encoded` stands for; `plusIsSpace` in queries and forms.
    package static func decode(_ encoded: some StringProtocol, plusIsSpace: Bool = false) throws(Failure) -> String {
        try decode(bytes: Array(encoded.utf8), plusIsSpace: plusIsSpace)
    }

    static func decode(bytes encoded: some RandomAccessCollection<UInt8>, plusIsSpace: Bool) throws(Failure) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(encoded.count)
        var rest = encoded[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0: throw .nul
            case UInt8(ascii: "%"): decoded.append(try escaped(&rest))
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(UInt8(ascii: " "))
            default: decoded.append(byte)
            }
        }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private static func escaped<Bytes: RandomAccessCollection<UInt8>>(_ rest: inout Bytes) throws(Failure) -> UInt8
    where Bytes.SubSequence == Bytes {
        guard let high = rest.popFirst().flatMap(hexadecimalValue), let low = rest.popFirst().flatMap(hexadecimalValue) else {
            throw .malformedEscape
        }
        guard high | low != 0 else { throw .nul }
        return high << 4 | low
    }

    /// `text` with every byte escaped that has a meaning of its own in `position`.
    package static func encode(_ text: some StringProtocol, for position: Position) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isPlain(byte) || (byte == UInt8(ascii: "/") && position == .path) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(digits[Int(byte >> 4)])
                encoded.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The unreserved characters, which are plain everywhere.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
