/// Files of characters: pages, XML, scripts, JSON and plain text.
///
/// A browser runs HTML and SVG, so these are found behind anything a browser skips: a byte order mark, white space,
/// comments, declarations; in UTF-8, UTF-16 and any encoding that has ASCII.
enum TextFormats {
    static func type(of head: FileHead) -> String? {
        if let text = utf16(head) { return type(ofText: text, isWhole: head.isWhole) ?? (isText(text) ? "text/plain" : nil) }
        let mark = head.has([0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = Array(head.bytes[mark...])
        if let type = type(ofText: text, isWhole: head.isWhole) { return type }
        return isText(text) ? "text/plain" : nil
    }

    private static func type(ofText text: [UInt8], isWhole: Bool) -> String? {
        if let script = Script.type(of: text) { return script }
        if let markup = Markup(text).type { return markup }
        if isLateDocument(text) { return "application/pdf" }
        if text.starts(with: "WEBVTT".utf8) { return "text/vtt" }
        if text.starts(with: "BEGIN:VCARD".utf8) { return "text/vcard" }
        if text.starts(with: "BEGIN:VCALENDAR".utf8) { return "text/calendar" }
        return JSONText.matches(text, isWhole: isWhole) ? "application/json" : nil
    }

    /// The text of a UTF-16 file as UTF-8: with a byte order mark, or without one if it begins with `<` or `<?`.
    private static func utf16(_ head: FileHead) -> [UInt8]? {
        let isBig = head.has([0xFE, 0xFF]) || head.has([0, 0x3C, 0])
        let isLittle = head.has([0xFF, 0xFE]) || (head.has([0x3C, 0]) && head[3] == 0)
        guard isBig || isLittle else { return nil }
        let mark = head[0]! >= 0xFE ? 2 : 0
        let units = stride(from: mark, to: head.count - 1, by: 2).map {
            UInt16(head.bytes[$0 + (isBig ? 0 : 1)]) << 8 | UInt16(head.bytes[$0 + (isBig ? 1 : 0)])
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// A PDF may begin after some lines of something else, within the first 1,024 bytes.
    private static func isLateDocument(_ text: [UInt8]) -> Bool {
        let lines = text.prefix(1024).split(whereSeparator: { $0 == 10 || $0 == 13 })
        return lines.contains { $0.drop { $0 == 32 || $0 == 9 }.starts(with: "%PDF-".utf8) }
    }

    /// No control characters but those of text, in UTF-8 or an encoding of mostly ASCII.
    private static func isText(_ text: [UInt8]) -> Bool {
        guard text.allSatisfy({ $0 >= 32 && $0 != 127 || (8...13).contains($0) || $0 == 27 }) else { return false }
        let others = text.count { $0 >= 0x80 }
        return others < text.count / 3 || (0...3).contains { String(validating: text.dropLast($0), as: UTF8.self) != nil }
    }
}
