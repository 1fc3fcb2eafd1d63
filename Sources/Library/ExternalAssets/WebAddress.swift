/// An absolute `http` or `https` address as people name one; what could be read in two ways is none.
///
///     WebAddress("HTTPS://Example.org/a b.jpg")   // nil: a space
///     WebAddress("HTTPS://Example.org/ü.jpg")     // https://example.org/%C3%BC.jpg
package struct WebAddress: Hashable, Sendable {
    package let scheme: String
    /// In lower case; an IPv6 address has its brackets.
    package let host: String
    /// Nil where the address names none.
    package let port: Int?
    /// From the first slash; empty where there is none.
    package let path: String
    /// Without the question mark.
    package let query: String?
    /// Without the hash sign.
    package let fragment: String?

    /// The most bytes one may have: an index entry holds it.
    package static let maximumBytes = 2_048

    /// Nil for what is no such address, or has a user name, a password, a backslash, white space or control characters. What is not
    /// ASCII after the host is percent-encoded; in the host it is refused, as are percent signs.
    package init?(_ text: String) {
        guard let text = Self.encoded(text), text.utf8.count <= Self.maximumBytes else { return nil }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        scheme = text[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[text.index(colon, offsetBy: 3)...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        guard let (host, port) = Self.authority(rest[..<end]) else { return nil }
        self.host = host
        self.port = port
        let (target, fragment) = Self.halves(rest[end...], at: "#")
        let (path, query) = Self.halves(target, at: "?")
        self.path = String(path)
        self.query = query.map(String.init)
        self.fragment = fragment.map(String.init)
    }

    /// The whole address.
    package var text: String { withoutFragment + (fragment.map { "#" + $0 } ?? "") }

    /// What is asked of a server.
    package var withoutFragment: String { origin + path + (query.map { "?" + $0 } ?? "") }

    /// Scheme, host and port.
    package var origin: String { scheme + "://" + host + (port.map { ":\($0)" } ?? "") }

    /// The last part of the path, decoded; nil where the path names nothing or the part cannot be decoded.
    package var lastSegment: String? {
        guard let segment = path.split(separator: "/").last else { return nil }
        return PercentDecoding.decoded(segment)
    }

    /// `text` with every byte that is not ASCII, and the few others no address holds, percent-encoded; nil with what is never meant.
    private static func encoded(_ text: String) -> String? {
        let text = text.trimmedWhitespace
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }),
            !text.unicodeScalars.contains(where: \.isControlOrBidirectional)
        else { return nil }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte < 0x80, !#""<>^`{|}"#.utf8.contains(byte) { bytes.append(byte) } else { bytes += percentEncoded(byte) }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func percentEncoded(_ byte: UInt8) -> [UInt8] {
        let digits = String(byte, radix: 16, uppercase: true)
        return Array("%".utf8) + Array((digits.utf8.count == 1 ? "0" + digits : digits).utf8)
    }

    private static func halves(_ text: Substring, at mark: Character) -> (Substring, Substring?) {
        guard let index = text.firstIndex(of: mark) else { return (text, nil) }
        return (text[..<index], text[text.index(after: index)...])
    }
}

extension WebAddress {
    private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
        let hostEnd: Substring.Index
        if text.hasPrefix("[") {
            guard let bracket = text.firstIndex(of: "]"), isIPv6(text[text.index(after: text.startIndex)..<bracket]) else {
                return nil
            }
            hostEnd = text.index(after: bracket)
        } else {
            hostEnd = text.firstIndex(of: ":") ?? text.endIndex
            guard isName(text[..<hostEnd]) else { return nil }
        }
        let host = text[..<hostEnd].lowercased()
        if hostEnd == text.endIndex { return (host, nil) }
        let digits = text[hostEnd...].dropFirst()
        guard text[hostEnd] == ":", let port = Int(digits), digits.allSatisfy(\.isASCIIDigit), (1...65_535).contains(port) else {
            return nil
        }
        return (host, port)
    }

    /// A name, or an IPv4 address in whatever way it is written.
    private static func isName(_ host: Substring) -> Bool {
        !host.isEmpty && host.utf8.count <= 255
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    /// The characters of one, without a zone; whoever dials it knows whether it is one.
    private static func isIPv6(_ text: Substring) -> Bool {
        text.contains(":") && text.utf8.count <= 45 && text.allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
