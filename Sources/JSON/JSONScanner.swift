/// Finds where the values of a large JSON text begin and end, without reading what they are.
///
/// Only the brackets are counted: whoever uses a value parses it, and finds what else is wrong with it.
package struct JSONScanner {
    private let bytes: [UInt8]
    package private(set) var position: Int

    package init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
        if position == 0, bytes.starts(with: [0xef, 0xbb, 0xbf]) { self.position = 3 }
    }

    /// The members of the object that begins here, each name with its value's bytes.
    package mutating func members() throws(JSONParser.Failure) -> [(name: String, value: Range<Int>)] {
        try expect("{", or: "an object should begin here")
        var members: [(name: String, value: Range<Int>)] = []
        if take("}") { return members }
        while true {
            let name = try value()
            guard case .string(let text) = try JSONParser.parse(Array(bytes[name])) else {
                throw failure("a name in quotes is missing")
            }
            try expect(":", or: "a colon is missing")
            members.append((text, try value()))
            if take("}") { return members }
            try expect(",", or: "a comma or the end of an object is missing")
        }
    }

    /// The bytes of each item of the list that begins here.
    package mutating func items() throws(JSONParser.Failure) -> [Range<Int>] {
        try expect("[", or: "a list should begin here")
        var items: [Range<Int>] = []
        if take("]") { return items }
        while true {
            items.append(try value())
            if take("]") { return items }
            try expect(",", or: "a comma or the end of a list is missing")
        }
    }

    /// Throws unless nothing but space follows.
    package mutating func expectEnd() throws(JSONParser.Failure) {
        skipSpace()
        if position < bytes.count { throw failure("something follows the value") }
    }

    /// Whether a list begins here.
    package mutating func isAtList() -> Bool {
        skipSpace()
        return next == UInt8(ascii: "[")
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ reason: String) -> JSONParser.Failure { JSONParser.Failure(reason: reason, offset: position) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard next == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Character, or reason: String) throws(JSONParser.Failure) {
        guard take(character) else { throw failure(reason) }
    }

    /// Steps over the value that begins here.
    private mutating func value() throws(JSONParser.Failure) -> Range<Int> {
        skipSpace()
        let start = position
        var depth = 0
        repeat {
            switch next {
            case UInt8(ascii: "\""): try text()
            case UInt8(ascii: "{"), UInt8(ascii: "["): (depth, position) = (depth + 1, position + 1)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): (depth, position) = (depth - 1, position + 1)
            case nil: throw failure("it ends within a value")
            default: if depth == 0 { word() } else { position += 1 }
            }
        } while depth > 0
        guard depth == 0, position > start else { throw failure("there is no value") }
        return start..<position
    }

    private mutating func word() {
        while let byte = next, !Self.endsWord.contains(byte) { position += 1 }
    }

    private mutating func text() throws(JSONParser.Failure) {
        position += 1
        while let byte = next {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        throw failure("a text has no end")
    }

    private static let endsWord = Set(" \n\r\t,:{}[]\"".utf8)
}
