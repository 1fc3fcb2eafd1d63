/// Reads JSON (RFC 8259) in one pass: strictly, in time that grows with its length alone, and no deeper than ``maximumDepth``.
///
/// Stricter than the RFC in one thing, as RFC 7493 is: an object's names differ, so that nobody reads another value than was checked.
package struct JSONParser {
    /// What the body is not; a reason for people.
    package struct Failure: Error, Equatable {
        package let reason: String
        /// In bytes, from the beginning.
        package let offset: Int
    }

    /// More than any body needs, and little enough for every stack.
    package static let maximumDepth = 128

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    /// What ``JSONDocument`` wants to know about where things are; nil where nobody asks.
    private var outline: JSONOutline?

    /// The value `bytes` are.
    package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        return try parser.whole()
    }

    /// The same, with where its texts and its outermost members are.
    static func parseWithOutline(_ bytes: [UInt8]) throws(Failure) -> (JSONValue, JSONOutline) {
        var parser = JSONParser(bytes: bytes)
        parser.outline = JSONOutline()
        let value = try parser.whole()
        return (value, parser.outline ?? JSONOutline())
    }

    private mutating func whole() throws(Failure) -> JSONValue {
        // Some editors put a byte order mark first.
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        skipSpace()
        let value = try value()
        skipSpace()
        if position < bytes.count { throw failure("something follows the value") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ reason: String) -> Failure { Failure(reason: reason, offset: position) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    /// Whether `byte` is next; it is read then.
    private mutating func take(_ byte: Character) -> Bool {
        guard next == byte.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(Failure) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return try nested { parser throws(Failure) in .object(try parser.object()) }
        case UInt8(ascii: "["): return try nested { parser throws(Failure) in .array(try parser.array()) }
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw failure("it ends where a value should be")
        default: return .number(try number())
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws(Failure) -> JSONValue) throws(Failure) -> JSONValue {
        if depth == Self.maximumDepth { throw failure("it is nested more than \(Self.maximumDepth) deep") }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(Failure) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return members }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("a name in quotes is missing") }
            let name = try string()
            skipSpace()
            guard take(":") else { throw failure("a colon is missing") }
            skipSpace()
            guard members.updateValue(try member(name), forKey: name) == nil else {
                throw failure("“\(name.prefix(64))” is there twice")
            }
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw failure("a comma or the end of an object is missing") }
        }
    }

    private mutating func member(_ name: String) throws(Failure) -> JSONValue {
        let start = position
        outline?.path.append(.member(name))
        let value = try value()
        outline?.path.removeLast()
        if depth == 1 { outline?.members[name] = start..<position }
        return value
    }

    private mutating func text() throws(Failure) -> String {
        let start = position
        let text = try string()
        outline?.note(text, at: start..<position)
        return text
    }

    private mutating func array() throws(Failure) -> [JSONValue] {
        var items: [JSONValue] = []
        skipSpace()
        if take("]") { return items }
        while true {
            skipSpace()
            outline?.path.append(.item(items.count))
            items.append(try value())
            outline?.path.removeLast()
            skipSpace()
            if take("]") { return items }
            guard take(",") else { throw failure("a comma or the end of a list is missing") }
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Failure) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("there is no such word") }
        position += word.utf8.count
        return value
    }
}

// Numbers and texts.
extension JSONParser {
    private mutating func number() throws(Failure) -> Double {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite else {
            throw failure("a number is too large")
        }
        return number
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        if position == start { throw failure("there is no value, or a digit is missing") }
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw failure("a text is not UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("a control character in a text is not escaped")
            default: text.append(byte)
            }
        }
        throw failure("a text has no end")
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "/"): 0x2f, UInt8(ascii: "b"): 0x08,
        UInt8(ascii: "f"): 0x0c, UInt8(ascii: "n"): 0x0a, UInt8(ascii: "r"): 0x0d, UInt8(ascii: "t"): 0x09,
    ]

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        guard let byte = next else { throw failure("a text has no end") }
        position += 1
        if let plain = Self.escapes[byte] {
            text.append(plain)
        } else if byte == UInt8(ascii: "u") {
            text.append(contentsOf: Array(String(Character(try escapedScalar())).utf8))
        } else {
            throw failure("there is no such escape")
        }
    }

    /// What `\u` and four digits mean, or two of them where they are the halves of one character.
    private mutating func escapedScalar() throws(Failure) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, take("\\"), take("u") else { throw failure("half a character is escaped") }
        let second = try codeUnit()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
        else { throw failure("half a character is escaped") }
        return scalar
    }

    private mutating func codeUnit() throws(Failure) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw failure("an escape has no four digits")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }
}
