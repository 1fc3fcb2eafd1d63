/// Tells JSON from text that merely begins like it.
struct JSONText {
    private let text: [UInt8]
    private let isWhole: Bool
    private var position = 0
    /// The closing bracket awaited for each one open.
    private var open: [UInt8] = []

    /// Whether `text` is an object or array of JSON, or the beginning of one if there is more of the file.
    static func matches(_ text: [UInt8], isWhole: Bool) -> Bool {
        var reader = JSONText(text: text, isWhole: isWhole)
        reader.skipSpace()
        guard let first = reader.next, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        return reader.read()
    }

    private init(text: [UInt8], isWhole: Bool) {
        self.text = text
        self.isWhole = isWhole
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    /// Reads values until all brackets are closed; a text that ends before passes only if it was cut.
    private mutating func read() -> Bool {
        while true {
            guard readValue() else { return next == nil && !isWhole }
            while true {
                skipSpace()
                guard let end = open.last else { return next == nil }
                guard let byte = next else { return !isWhole }
                position += 1
                if byte == UInt8(ascii: ",") { break }
                guard byte == end else { return false }
                open.removeLast()
            }
        }
    }

    /// Reads a scalar, an empty container, or an opening bracket and what comes first in it.
    private mutating func readValue() -> Bool {
        while true {
            if open.last == UInt8(ascii: "}"), !readKey() { return false }
            skipSpace()
            guard let byte = next else { return false }
            guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else {
                return byte == UInt8(ascii: "\"") ? readString() : readWord()
            }
            guard open.count < 200 else { return false }
            position += 1
            skipSpace()
            if next == byte + 2 {  // `}` and `]` are two after `{` and `[`
                position += 1
                return true
            }
            open.append(byte + 2)
        }
    }

    private mutating func readKey() -> Bool {
        skipSpace()
        guard next == UInt8(ascii: "\""), readString() else { return false }
        skipSpace()
        guard next == UInt8(ascii: ":") else { return false }
        position += 1
        return true
    }

    private mutating func readString() -> Bool {
        position += 1
        while let byte = next {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return true }
            if byte < 32 { return false }
        }
        position = text.count
        return false
    }

    /// A number, `true`, `false` or `null`.
    private mutating func readWord() -> Bool {
        let word = text[position...].prefix(40).prefix {
            ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x2B...0x39).contains($0) && $0 != 0x2C
        }
        guard !word.isEmpty else { return false }
        let string = String(decoding: word, as: UTF8.self)
        position = word.endIndex
        if position == text.count, !isWhole { return true }
        if ["true", "false", "null"].contains(string) { return true }
        return word.allSatisfy { (0x2B...0x39).contains($0) || $0 | 0x20 == 0x65 } && Double(string) != nil
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { position += 1 }
    }
}
