/// Percent signs in addresses read back: each stands with two hexadecimal digits for one byte (RFC 3986).
enum PercentDecoding {
    /// Nil where a percent sign stands without its digits, and for what is no UTF-8 afterwards.
    static func decoded(_ text: Substring) -> String? {
        let (bytes, isWhole) = read(text)
        return isWhole ? String(validating: bytes, as: UTF8.self) : nil
    }

    /// Percent signs without their digits stay as they are, as does the whole `text` where it is no UTF-8 afterwards.
    static func decodedAsFarAsPossible(_ text: Substring) -> String {
        String(validating: read(text).bytes, as: UTF8.self) ?? String(text)
    }

    /// What `text` stands for, and whether every percent sign had its digits.
    private static func read(_ text: Substring) -> (bytes: [UInt8], isWhole: Bool) {
        var bytes: [UInt8] = []
        var isWhole = true
        var rest = text.utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                if let value = value(of: rest.prefix(2)) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                    continue
                }
                isWhole = false
            }
            bytes.append(byte)
        }
        return (bytes, isWhole)
    }

    /// Asks for digits first: the number `+5` is none here.
    private static func value(of digits: Substring.UTF8View) -> UInt8? {
        guard digits.count == 2, digits.allSatisfy(isHexDigit) else { return nil }
        return UInt8(Substring(digits), radix: 16)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
