/// Cuts an XML document into tags and text.
struct XMLScanner {
    enum Token: Equatable {
        case start(String, isEmpty: Bool)
        case end(String)
        /// With entities and character references replaced.
        case text(String)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// Nil at the end.
    mutating func next() throws(XMLFailure) -> Token? {
        while let byte = rest.first {
            if byte != UInt8(ascii: "<") { return .text(try text()) }
            if skip("<?") {
                _ = try take(upTo: "?>")
            } else if skip("<!--") {
                _ = try take(upTo: "-->")
            } else if skip("<![CDATA[") {
                return .text(String(decoding: try take(upTo: "]]>"), as: UTF8.self))
            } else if skip("</") {
                return .end(try closingName())
            } else {
                rest.removeFirst()
                return try opening()
            }
        }
        return nil
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }

    private mutating func skip(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    private mutating func take(upTo end: String) throws(XMLFailure) -> ArraySlice<UInt8> {
        guard let range = rest.firstRange(of: end.utf8) else { throw XMLFailure(reason: "it ends early") }
        defer { rest = rest[range.upperBound...] }
        return rest[..<range.lowerBound]
    }

    private mutating func closingName() throws(XMLFailure) -> String {
        let name = try name()
        skipBlanks()
        guard skip(">") else { throw XMLFailure(reason: "a tag is malformed") }
        return name
    }

    private mutating func opening() throws(XMLFailure) -> Token {
        let name = try name()
        while true {
            let hadBlank = skipBlanks()
            if skip(">") { return .start(name, isEmpty: false) }
            if skip("/>") { return .start(name, isEmpty: true) }
            guard hadBlank else { throw XMLFailure(reason: "a tag is malformed") }
            try attribute()
        }
    }

    private mutating func attribute() throws(XMLFailure) {
        _ = try name()
        skipBlanks()
        guard skip("=") else { throw XMLFailure(reason: "an attribute has no value") }
        skipBlanks()
        let quote = skip("\"") ? "\"" : skip("'") ? "'" : nil
        guard let quote, try !take(upTo: quote).contains(UInt8(ascii: "<")) else {
            throw XMLFailure(reason: "an attribute is malformed")
        }
    }

    /// A name without its namespace's prefix. `<!DOCTYPE` fails here.
    private mutating func name() throws(XMLFailure) -> String {
        let name = rest.prefix { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        guard !name.isEmpty else { throw XMLFailure(reason: "a name is malformed") }
        rest = rest[name.endIndex...]
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[(name.index(after: $0))...] } ?? name
        return String(decoding: local, as: UTF8.self)
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let blanks = rest.prefix(while: Self.isBlank)
        rest = rest[blanks.endIndex...]
        return !blanks.isEmpty
    }

    private mutating func text() throws(XMLFailure) -> String {
        let raw = rest.prefix { $0 != UInt8(ascii: "<") }
        rest = rest[raw.endIndex...]
        guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
        var text = ""
        for (index, piece) in raw.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).enumerated() {
            if index == 0 {
                text += String(decoding: piece, as: UTF8.self)
                continue
            }
            guard let end = piece.firstIndex(of: UInt8(ascii: ";")), let character = Self.character(piece[..<end]) else {
                throw XMLFailure(reason: "an entity is unknown")
            }
            text.unicodeScalars.append(character)
            text += String(decoding: piece[piece.index(after: end)...], as: UTF8.self)
        }
        return text
    }

    private static func character(_ entity: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let name = String(decoding: entity, as: UTF8.self)
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let isHexadecimal = name.hasPrefix("#x")
            let number = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
            return number.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
        }
    }
}
