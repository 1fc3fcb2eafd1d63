/// Appends text with the five characters that could end a text or a quoted attribute written as references.
///
/// NUL, which HTML forbids, becomes the replacement character.
func appendEscaped(_ text: String, to utf8: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
        var start = 0
        for index in bytes.indices {
            guard let reference = characterReference(for: bytes[index]) else { continue }
            utf8.append(contentsOf: bytes[start..<index])
            reference.withUTF8Buffer { utf8.append(contentsOf: $0) }
            start = index + 1
        }
        utf8.append(contentsOf: bytes[start...])
    }
}

private func characterReference(for byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    case 0: "\u{FFFD}"
    default: nil
    }
}
