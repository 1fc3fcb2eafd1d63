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
    for byte in url.utf8 {
        switch byte {
        case UInt8(ascii: "&"): utf8.append(contentsOf: "&amp;".utf8)
        case _ where isURLCharacter(byte): utf8.append(byte)
        default: appendPercentEncoded(byte, to: &utf8)
        }
    }
}

/// Whether the address is relative, http, https, or a bitmap picture's `data:` address.
private func mayBeLinked(_ url: String) -> Bool {
    let bytes = url.utf8
    guard let stop = bytes.firstIndex(where: { ":/?#".utf8.contains($0) }), bytes[stop] == UInt8(ascii: ":") else { return true }
    switch url[..<stop].lowercased() {
    case "http", "https": return true
    case "data": return isPicture(url[bytes.index(after: stop)...])
    default: return false
    }
}

/// SVG is left out: a picture that can carry script.
private func isPicture(_ mediaType: Substring) -> Bool {
    ["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"].contains { type in
        mediaType.hasPrefix(type + ";base64,")
    }
}

private func isURLCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "-._~:/?#[]@!$()*+,;=%".utf8.contains(byte)
    }
}

/// Appends `%` and two upper-case hexadecimal digits.
func appendPercentEncoded(_ byte: UInt8, to utf8: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    utf8.append(UInt8(ascii: "%"))
    utf8.append(digits[Int(byte >> 4)])
    utf8.append(digits[Int(byte & 15)])
}
