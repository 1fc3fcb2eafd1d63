/// What a text is by its first element, reading over what comes before that.
struct Markup {
    private let text: [UInt8]
    private var position = 0
    private var isXML = false
    private var documentType: String?
    private var hasComment = false

    init(_ text: [UInt8]) { self.text = text }

    /// `text/html`, `image/svg+xml`, `application/xml`, or nil for what is no markup.
    var type: String? {
        var reader = self
        return reader.read()
    }

    private mutating func read() -> String? {
        while true {
            skipSpace()
            if has("<!--") {
                hasComment = true
                // An unended comment hides what follows; a browser takes it for HTML.
                guard skip(past: "-->") else { return isXML ? "application/xml" : "text/html" }
            } else if has("<?xml") {
                isXML = true
                guard skip(past: "?>") else { return "application/xml" }
            } else if isXML, has("<?") {
                guard skip(past: "?>") else { return "application/xml" }
            } else if has("<!doctype") {
                readDocumentType()
            } else {
                return typeOfElement()
            }
        }
    }

    private func typeOfElement() -> String? {
        if documentType == "html" { return "text/html" }
        if documentType == "svg" { return "image/svg+xml" }
        guard let name = elementName() else {
            return isXML || documentType != nil ? "application/xml" : hasComment ? "text/html" : nil
        }
        let local = name.split(separator: ":", maxSplits: 1).last.map(String.init) ?? name
        if local == "svg" { return "image/svg+xml" }
        if local == "html" || (!isXML && Self.htmlElements.contains(name)) { return "text/html" }
        if isXML || documentType != nil || declaresNamespace() { return "application/xml" }
        return hasComment ? "text/html" : nil
    }

    /// The name after `<`, in lower case, if what follows it can follow a name.
    private func elementName() -> String? {
        guard position < text.count, text[position] == UInt8(ascii: "<") else { return nil }
        let name = text[(position + 1)...].prefix(64).prefix { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (0x30...0x39).contains(byte)
                || [0x2D, 0x2E, 0x3A, 0x5F].contains(byte)
        }
        guard let first = name.first, first | 0x20 >= 0x61 else { return nil }
        if name.endIndex < text.count, ![0x20, 9, 10, 12, 13, 0x2F, 0x3E].contains(text[name.endIndex]) { return nil }
        return String(decoding: name, as: UTF8.self).lowercased()
    }

    private func declaresNamespace() -> Bool {
        let tag = text[position...].prefix(2048).prefix { $0 != UInt8(ascii: ">") }
        return String(decoding: tag, as: UTF8.self).contains("xmlns")
    }

    /// Reads `<!DOCTYPE name … [ … ]>`; brackets enclose declarations with `>` of their own.
    private mutating func readDocumentType() {
        position += 9
        skipSpace()
        let name = text[position...].prefix(64).prefix { $0 > 32 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "[") }
        documentType = String(decoding: name, as: UTF8.self).lowercased()
        var depth = 0
        while position < text.count {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "]") { depth -= 1 }
            if byte == UInt8(ascii: ">"), depth <= 0 { return }
        }
    }

    private mutating func skipSpace() {
        while position < text.count, text[position] == 32 || (9...13).contains(text[position]) { position += 1 }
    }

    /// Whether `word`, in any case, comes next.
    private func has(_ word: StaticString) -> Bool {
        guard word.utf8CodeUnitCount <= text.count - position else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { index in
            let byte = text[position + index]
            return byte == word.utf8Start[index] || (0x41...0x5A).contains(byte) && byte | 0x20 == word.utf8Start[index]
        }
    }

    /// Goes behind the next `end`; false, at the end of the text, without one.
    private mutating func skip(past end: StaticString) -> Bool {
        while position < text.count {
            if has(end) {
                position += end.utf8CodeUnitCount
                return true
            }
            position += 1
        }
        return false
    }

    /// Elements a page or a fragment of one may begin with.
    private static let htmlElements: Set = [
        "a", "article", "aside", "audio", "b", "base", "blockquote", "body", "br", "button", "center", "code", "details",
        "dialog",
        "div", "dl", "em", "embed", "fieldset", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4",
        "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "isindex", "label", "li", "link", "main",
        "marquee", "math", "meta", "nav", "noscript", "object", "ol", "p", "picture", "pre", "s", "script", "section", "select",
        "small", "source", "span", "strong", "style", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead",
        "title", "tr", "tt", "u", "ul", "video", "xmp",
    ]
}
