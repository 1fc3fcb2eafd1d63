/// What stands in for an address that a page must not link to.
private let blocked: StaticString = "#blocked"

/// Appends an address for a double-quoted attribute, or `#blocked` when its scheme is not one a page may use.
///
/// Every byte outside the URL characters is percent-encoded, so white space, controls and backslashes, which browsers
/// drop or turn into slashes, cannot hide a scheme or a host.
func appendURL(_ url: String, to utf8: inout [UInt8]) {
    guard mayBeLinked(url) else {
        blocked.withUTF8Buffer { utf8.append(contentsOf: $0) }
        return
    }
    var url = url
    url.withUTF8 { bytes in
        for byte in bytes {
            if byte == UInt8(ascii: "&") {
                utf8.append(contentsOf: "&amp;".utf8)
            } else if isURLCharacter(byte) {
                utf8.append(byte)
            } else {
                appendPercentEncoded(byte, to: &utf8)
            }
        }
    }
}

/// Whether the address is relative, http, https, or a bitmap picture's `data:` address.
private func mayBeLinked(_ url: String) -> Bool {
    guard let stop = url.utf8.firstIndex(where: endsScheme), url.utf8[stop] == UInt8(ascii: ":") else { return true }
    switch url[..<stop].lowercased() {
    case "http", "https": return true
    case "data": return isPicture(url[url.utf8.index(after: stop)...])
    default: return false
    }
}

private func endsScheme(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ":") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
}

/// SVG is left out: a picture that can carry script.
private func isPicture(_ mediaType: Substring) -> Bool {
    ["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"].contains { type in
        mediaType.hasPrefix(type + ";base64,")
    }
}

/// The unreserved and reserved characters of RFC 3986 and `%`, without the apostrophe, which may end an attribute elsewhere.
private func isURLCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "?")...UInt8(ascii: "["), UInt8(ascii: "#")...UInt8(ascii: "%"),
        UInt8(ascii: "(")...UInt8(ascii: ";"),
        UInt8(ascii: "!"), UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        true
    default: false
    }
}

/// Appends `%` and two upper-case hexadecimal digits.
func appendPercentEncoded(_ byte: UInt8, to utf8: inout [UInt8]) {
    utf8.append(UInt8(ascii: "%"))
    utf8.append(hexDigit(byte >> 4))
    utf8.append(hexDigit(byte & 15))
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
}
