/// What one text field accepts.
package struct TextRule: Sendable {
    package let field: String
    package let maximumCharacters: Int
    package let allowsLineBreaks: Bool

    package static let displayName = TextRule(field: "displayName", maximumCharacters: 255, allowsLineBreaks: false)
    package static let title = TextRule(field: "title", maximumCharacters: 500, allowsLineBreaks: false)
    package static let description = TextRule(field: "description", maximumCharacters: 10_000, allowsLineBreaks: true)
    package static let altText = TextRule(field: "altText", maximumCharacters: 2_000, allowsLineBreaks: true)
    /// M7: a label is at most 255 characters.
    package static let label = TextRule(field: "label", maximumCharacters: 255, allowsLineBreaks: false)
    package static let folderName = TextRule(field: "name", maximumCharacters: 255, allowsLineBreaks: false)
    package static let recordName = TextRule(field: "name", maximumCharacters: 255, allowsLineBreaks: false)
    package static let tokenName = TextRule(field: "name", maximumCharacters: 100, allowsLineBreaks: false)

    /// The text as it is stored: NFC and trimmed, nil when nothing is left.
    package func check(_ text: String, _ problems: inout [FieldProblem]) -> String? {
        let text = (allowsLineBreaks ? text.withUnixLineBreaks : text).normalizedNFC.trimmedWhitespace
        if text.unicodeScalars.contains(where: { refuses($0) }) {
            problems.append(
                FieldProblem(
                    field: field, code: "control_character",
                    detail: "\(field) must not contain control characters or marks that change the direction of text."))
        }
        if text.count > maximumCharacters || text.utf8.count > maximumCharacters * 8 {
            problems.append(
                FieldProblem(field: field, code: "too_long", detail: "\(field) may have at most \(maximumCharacters) characters.")
            )
        }
        return text.isEmpty ? nil : text
    }

    private func refuses(_ scalar: Unicode.Scalar) -> Bool {
        if allowsLineBreaks, scalar == "\n" || scalar == "\t" { return false }
        return scalar.isControlOrBidirectional
    }
}

extension String {
    /// Without white space at both ends.
    package var trimmedWhitespace: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
            return ""
        }
        return String(self[first...last])
    }

    private var isUnixText: Bool { !utf8.contains(UInt8(ascii: "\r")) }

    /// Form fields arrive with CRLF; stored text has LF alone.
    package var withUnixLineBreaks: String {
        if isUnixText { return self }
        return String(map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
    }
}
