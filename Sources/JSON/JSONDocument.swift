/// A JSON document that keeps its bytes: texts in it can be replaced and everything else stays as it was written.
///
///     let document = try JSONDocument(Array(#"{"media": {"url": "/a.png"}}"#.utf8))
///     document.texts[0].path.description            // media.url
///     document.replacing([0: "/b.png"])             // {"media": {"url": "/b.png"}}
package struct JSONDocument: Sendable {
    package let bytes: [UInt8]
    package let value: JSONValue
    let outline: JSONOutline

    /// Throws what ``JSONParser`` finds wrong.
    package init(_ bytes: [UInt8]) throws(JSONParser.Failure) {
        self.bytes = bytes
        (value, outline) = try JSONParser.parseWithOutline(bytes)
    }

    /// Every text that is a value, in order.
    package var texts: [JSONOutline.Text] { outline.texts }

    /// An outermost member's value as it was written; nil where there is none.
    package func source(of member: String) -> String? {
        outline.members[member].map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// The document with new texts in the place of some, which are named by their index in ``texts``.
    package func replacing(_ replacements: [Int: String]) -> String {
        var result: [UInt8] = []
        var position = 0
        for (index, text) in texts.enumerated() {
            guard let replacement = replacements[index] else { continue }
            result += bytes[position..<text.range.lowerBound]
            result += Self.quoted(replacement).utf8
            position = text.range.upperBound
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }

    /// `text` as a JSON string: quotes, backslashes and control characters escaped (RFC 8259, 7).
    package static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
