/// The file name a server suggests in `Content-Disposition` (RFC 6266, RFC 8187).
enum ContentDisposition {
    /// `filename*` before `filename`; nil where there is neither, or nothing can be read.
    static func fileName(_ field: String) -> String? {
        var plain: String?
        var extended: String?
        for (name, value) in parameters(field) {
            switch name {
            case "filename": plain = plain ?? value
            case "filename*": extended = extended ?? decoded(value)
            default: break
            }
        }
        return [extended, plain].compactMap(\.self).first { !$0.isEmpty }
    }

    /// What follows the type, names in lower case, quotation marks taken off.
    private static func parameters(_ field: String) -> [(name: String, value: String)] {
        var rest = field[...].drop { $0 != ";" }
        var found: [(String, String)] = []
        while let mark = rest.first, mark == ";" {
            rest = rest.dropFirst()
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            let value = takeValue(&rest)
            found.append((name.filter { !$0.isWhitespace }.lowercased(), value))
            rest = rest.drop { $0 != ";" }
        }
        return found
    }

    private static func takeValue(_ rest: inout Substring) -> String {
        rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
        guard rest.first == "\"" else {
            let token = rest.prefix { $0 != ";" }
            rest = rest.dropFirst(token.count)
            return String(token.reversed().drop { $0.isWhitespace }.reversed())
        }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", let escaped = rest.popFirst() { value.append(escaped) } else { value.append(character) }
        }
        return value
    }

    /// `UTF-8'en'na%C3%AFve.txt`; nil for other character sets than the two that are in use, and for what is not in its own.
    private static func decoded(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = percentDecoded(parts[2]) else { return nil }
        switch parts[0].lowercased() {
        case "utf-8": return String(validating: bytes, as: UTF8.self)
        case "iso-8859-1": return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        default: return nil
        }
    }

    private static func percentDecoded(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            // Digits first: the number `+5` is no byte here.
            guard digits.count == 2, digits.allSatisfy(isHexDigit), let value = UInt8(Substring(digits), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
